### Penjelasan panjang setiap kode: kerangka di sekitar teks dalam `explain/KODE.md`.

explain-matters = Mengapa penting
explain-mend = Cara memperbaiki
explain-wrong = Contoh yang salah
explain-sketch = Gambaran contoh yang salah
explain-right = Contoh yang benar
explain-one = Penjelasan sebuah kode: `sop explain S201`
explain-hint = Penjelasan dan contoh perbaikannya: `sop explain { $code }`
explain-unknown = tidak ada kode `{ $asked }`; `sop explain` menampilkan semua kode
explain-near = tidak ada kode `{ $asked }`; mungkin yang Anda maksud:

area-text = Penulisan
area-names = Nama dan berkas
area-flow = Alur
area-facts = Fakta, nilai, dan pesan
area-tables = Tabel, waktu, dan kalender
area-document = Dokumen terkendali
area-rules = Aturan, skenario, dan revisi
area-conformance = Dokumen dan buku
area-others = Lainnya
