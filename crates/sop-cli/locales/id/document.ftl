### Yang dikatakan `sop document`.

## Dokumen yang tidak dapat dibaca

doc-unreadable = dokumen { $path } tidak dapat dibaca: { $why }
doc-too-big = ukurannya lebih dari { $most } MiB
doc-not-text = teksnya bukan UTF-8; simpan sebagai UTF-8, atau berikan berkas Word atau PDF-nya
doc-docx = berkas Word-nya rusak ({ $what })
doc-pdf = PDF-nya rusak ({ $what })
doc-no-text = halamannya berupa gambar tanpa teks; pindai dahulu dengan program pengenal tulisan (OCR)
doc-no-code = kode dokumen tidak terbaca dan buku belum mempunyai daftar klausul; tulis dahulu `document KODE "judul" {"{ }"}` dalam sebuah berkas buku
doc-no-register = daftar klausul dalam buku tidak dapat dibaca

## Yang terbaca

doc-code = kode { $code }
doc-revision = revisi { $revision }
doc-effective = berlaku sejak { $day }
doc-made = dibuat oleh { $name }, { $job }, { $day }
doc-checked = diperiksa oleh { $name }, { $job }, { $day }
doc-approved = disetujui oleh { $name }, { $job }, { $day }
doc-no-day = tanpa tanggal
doc-page = halaman { $page }
doc-pages = halaman { $first } sampai { $last }
doc-figures = { $sections } bagian, { $clauses } klausul, { $pages } halaman
doc-left-out = Tidak diikutkan karena tampak sebagai cap, noda, atau huruf penyambung gambar:
doc-left-out-line = halaman { $page }, baris { $line }: { $text }
doc-left-out-lane = halaman { $page }, { $lane }, baris { $line }: { $text }
doc-odd = Kejanggalan pada teksnya sendiri:
doc-page-missing = halaman { $page } tidak ada
doc-told-twice = { $again } berbunyi sama dengan { $first }
doc-number-lost = { $clause } tidak bernomor, padahal yang lain bernomor
doc-number-twice = nomor { $again } sama dengan nomor { $first }
doc-numbers-missing = { $section }: tidak ada nomor { $numbers }
doc-head-differs = pada halaman { $page } tertulis { $value } sebagai { $what }

## Bagian-bagian dokumen

doc-part-code = kode
doc-part-title = judul
doc-part-revision = revisi
doc-part-effective = tanggal berlaku
doc-part-made = pembuat
doc-part-checked = pemeriksa
doc-part-approved = yang menyetujui
doc-part-section = judul bagian { $section }

## Yang berubah

doc-no-change = { $path }: tidak ada yang berubah; { $clauses } klausul
doc-written = { $path } ditulis: { $clauses } klausul; { $added } baru, { $changed } berubah, { $moved } pindah, { $removed } hilang
doc-would-write = { $path } akan ditulis: { $clauses } klausul; { $added } baru, { $changed } berubah, { $moved } pindah, { $removed } hilang. Belum ada yang ditulis.
doc-tidied = { $path } ditulis: isi dokumen tidak berubah; isi klausul dan sidiknya dilengkapi
doc-would-tidy = { $path } akan ditulis: isi dokumen tidak berubah; isi klausul dan sidiknya akan dilengkapi. Belum ada yang ditulis.
doc-added = baru: { $clause }, { $kind }, halaman { $page }
doc-removed = hilang: { $clause } "{ $gist }"
doc-changed = berubah: { $clause } "{ $gist }"
doc-moved-behind = pindah: { $clause } kini sesudah { $after }
doc-moved-first = pindah: { $clause } kini paling depan
doc-part-changed = { $what }: { $old } kini { $new }
doc-part-new = { $what }: { $new } baru ada
doc-part-gone = { $what }: { $old } tidak ada lagi
doc-page-lost = halaman { $page } tidak ada dalam dokumen
doc-words = kata-katanya berubah; apakah intinya masih sesuai?
doc-words-adopted = kata-katanya baru pertama kali dicatat
doc-id = kini bernomor { $new }
doc-moved-page = pindah dari halaman { $old } ke halaman { $new }
doc-lane = lajurnya: { $old } kini { $new }
doc-no-lane = tanpa lajur
doc-kind = kini jenisnya { $new }, bukan { $old }
doc-held-gone = tidak ada lagi: { $facts }
doc-held-new = baru: { $facts }
doc-reads = bunyinya: { $text }
doc-unknown-lanes = Buku tidak mempunyai lajur untuk: { $names }. Tambahkan ke kosakatanya, lalu jalankan `adopt` sekali lagi.
doc-without-gist = Klausul tanpa inti: { $count }. Tulis satu baris untuk masing-masing, dengan kata-kata sendiri, sebagai pengganti `?`.
