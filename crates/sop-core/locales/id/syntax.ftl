### Temuan saat teks dibaca.

## Berkas secara keseluruhan

invalid-utf8 = mulai dari sini, berkas ini bukan teks UTF-8
    .here = mulai dari sini
    .mend = simpan berkas ini sebagai UTF-8

name-too-long = nama ini lebih panjang daripada { $most } bita
    .here = nama adalah satu kata, bukan kalimat
    .mend = beri nama yang pendek; yang dibaca orang ditulis pada teks sesudahnya

text-too-long = teks ini lebih panjang daripada { $kibibytes } KiB
    .here = terlalu panjang untuk ditampilkan kepada siapa pun
    .mend = pendekkan, atau pecah menjadi beberapa teks

book-too-long = buku ini lebih besar daripada { $mebibytes } MiB
    .here = berkas ini dan berkas-berkas sesudahnya tidak dibaca
    .mend = pecah buku ini

too-many-files = buku ini mempunyai lebih dari { $most } berkas
    .here = berkas ini dan berkas-berkas sesudahnya tidak dibaca
    .mend = satukan hal yang berkaitan dalam satu berkas, atau pecah buku ini

file-too-long = berkas ini lebih besar daripada { $mebibytes } MiB
    .here = berkas ini tidak dibaca sama sekali
    .mend = pecah menjadi beberapa berkas, lalu hubungkan dengan `use`

unreadable-file = mulai dari sini, berkas ini tidak dapat dibaca
    .here = pembacaan berhenti di sini
    .mend = periksa baris-baris sebelum tempat ini

## Kurung, tanda kutip, dan karakter

unclosed-bracket = `{ $open }` tidak pernah ditutup
    .here = dibuka di sini
    .next = bagian berikutnya dimulai di sini
    .mend = tulis `{ $close }` di tempat blok itu berakhir

stray-bracket = `{ $close }` tidak menutup apa pun
    .here = tidak ada yang terbuka di sini
    .mend = hapus `{ $close }` ini, atau tulis `{ $open }` yang hilang sebelumnya

brackets-too-deep = lebih dari { $most } kurung bertumpuk
    .here = melebihi batas
    .mend = pindahkan bagian dalamnya ke alur tersendiri, lalu panggil dengan `call`

sum-too-long = penjumlahan ini mempunyai lebih dari { $most } bagian
    .here = penjumlahan ini
    .mend = perpendek penjumlahan ini

unclosed-text = teks ini belum mempunyai kutip penutup
    .here = dimulai di sini dan berlanjut sampai akhir baris
    .mend = tulis `"` di tempat teks itu berakhir

wrong-quote = `{ $quote }` bukan tanda kutip yang dipakai bahasa ini
    .here = tanda kutip lengkung
    .mend = gunakan tanda kutip lurus `"` di kedua sisi

wrong-arrow = `{ $arrow }` bukan tanda panah bahasa ini
    .here = di sini dimaksudkan tanda panah
    .mend = tulis `->`

wrong-sign = `{ $sign }` ditulis dengan kata-kata dalam bahasa ini
    .here = lambang
    .mend = tulis `{ $meant }`

said-otherwise = `{ $said }` bukan cara menulis waktu dalam bahasa ini
    .here = ditulis seperti diucapkan
    .mend = tulis `{ $meant }`

unknown-character = `{ $character }` tidak mempunyai arti di sini
    .here = karakter tidak dikenal
    .mend = hapus, atau tulis di antara tanda kutip

bad-escape = `\{ $escape }` tidak mempunyai arti di dalam teks
    .here = di dalam teks ini
    .mend = sesudah `\` hanya boleh ada `"`, `\`, atau `n` (baris baru)

## Kata yang tidak dapat dibaca di tempatnya

reserved-word = `{ $word }` adalah kata untuk versi bahasa berikutnya
    .here = belum dikenal
    .mend = jangan gunakan dahulu

keyword-as-name = `{ $word }` adalah kata kunci, jadi tidak dapat menjadi nama
    .here = sesudah `{ $before }` seharusnya ada nama
    .mend = gunakan nama lain, misalnya `{ $word }_1`
    .mend-step = gunakan nama lain untuk langkah itu, misalnya `{ $word }_1`

unknown-word = `{ $word }` bukan kata kunci yang dikenal di sini
    .mend = tulis `{ $near }`, misalnya `{ $example }`

says-too-little = `{ $word }` belum lengkap
    .here = harus ada sesuatu sesudah `{ $word }`

unreadable-rest = tulisan sesudah `{ $word }` tidak dapat dibaca
    .here = bukan cara menulis `{ $word }`

two-names = sesudah `{ $name }` ada satu nama lagi: `{ $second }`
    .here = dua nama berurutan
    .mend = tulis namanya sebagai satu kata: `{ $name }`
    .mend-by = jika `{ $second }` yang mengerjakannya: `{ $word } { $name } by { $second }`; jika bagian dari namanya: `{ $name }_{ $second }`

like-this = contoh penulisan: `{ $example }`

no-target = tanda panah ini tidak menuju ke mana pun
    .here = sesudah `->` seharusnya ada nama
    .mend = tulis `{ $answer } -> LANGKAH`, dengan nama langkah berikutnya

no-arrow = `{ $word }` belum mempunyai tanda panah
    .here = menuju ke mana?

missing-arrow = tanda panah antara `{ $answer }` dan `{ $target }` belum ditulis
    .here = jawaban memerlukan tanda panah
    .mend = tulis `{ $answer } -> { $target }`

no-meaning = `{ $text }` tidak mempunyai arti di sini
    .here = tidak dapat dibaca
    .mend-file = di luar blok, awali dengan salah satu dari: { $words }
    .mend-block = hapus, atau awali dengan kata kunci; apakah ada teks tanpa tanda kutip?
    .mend-head = periksa awal pernyataan ini: kata kunci, nama, `by JALUR`, lalu label di antara tanda kutip

no-meaning-within = `{ $text }` tidak mempunyai arti di dalam `{ $block }`

no-meaning-in-scenario = `{ $text }` tidak mempunyai arti di dalam skenario
    .mend = setiap baris skenario diawali dengan salah satu dari: { $words }

no-sentence = `{ $text }` bukan kalimat aturan
    .near = `{ $word }`: mungkin maksudnya `{ $near }`?
    .mend = tulis seperti salah satu contoh ini: { $examples }

## Yang berada di blok yang salah

item-inside = `{ $word }` tidak boleh berada di dalam blok lain
    .here = ini seharusnya di luar semua kurung kurawal
    .mend = tutup blok sebelumnya dengan `{"}"}`, atau pindahkan ke luar

clause-outside = `{ $word }` tidak boleh berada di luar blok
    .here = tidak ada blok yang terbuka di sini
    .mend = pindahkan ke dalam blok; apakah ada kurung kurawal yang tertutup terlalu awal? Contoh: `{ $example }`

misplaced-statement = `{ $word }` tidak boleh berada di dalam `{ $block }`
    .here = pernyataan ini
    .mend = tutup `{ $block }` sebelumnya: pernyataan berada di dalam `flow`, `stage`, atau `branch`
    .mend-branch = pindahkan ke dalam `parallel`: hanya di sana cabang dapat berjalan bersamaan

misplaced-clause = `{ $word }` tidak berlaku di dalam `{ $block }`
    .here = keterangan ini
    .mend = hapus, atau pindahkan ke tempat yang sesuai: { $blocks }

arrow-of-branch = cabang tidak dapat mempunyai tanda panah sendiri
    .here = tanda panah ini
    .mend = pindahkan ke salah satu langkah di dalam cabang itu

answer-when-computed = keputusan yang dihitung tidak mempunyai jawaban dari orang
    .here = ini jawaban
    .mend = sebutkan siapa yang menjawab (`decide … by JALUR`), atau tulis `when … -> …` dan `otherwise -> …`

condition-by-person = keputusan oleh orang mempunyai jawaban, bukan syarat
    .here = ini syarat
    .mend = tulis nama jawaban sebelum tanda panah (`yes -> …`), atau hapus `by JALUR` agar keputusan ini dihitung

stage-by-condition = tahap diinterupsi oleh peristiwa atau oleh nasabah yang diam, bukan oleh syarat
    .here = di sini seharusnya nama peristiwa
    .mend = tulis `when PERISTIWA -> …` atau `when silent for 1m -> …`; syarat ditulis di dalam `decide`

## Yang belum ada atau tertulis dua kali

no-label = { $what } `{ $name }` belum mempunyai label
    .here = sesudah nama ini seharusnya ada label di antara tanda kutip
    .why = Label adalah yang dibaca orang di meja kerja dan di gambar.
    .mend = tulis `{ $keyword } { $name } "…"`

no-join = langkah paralel `{ $parallel }` belum menyebutkan kapan selesai
    .here = di dalam bloknya seharusnya ada `join`
    .mend = tulis `join all` untuk menunggu semua cabang, atau `join any` untuk cabang pertama yang selesai

unknown-join = `join { $word }` tidak dikenal
    .here = `all` atau `any`

rule-without-sentence = aturan `{ $rule }` belum mensyaratkan apa pun
    .here = di dalam bloknya seharusnya ada sebuah kalimat
    .mend = tulis apa yang harus berlaku, misalnya `never end before record`

rule-says-two = satu aturan memuat satu kalimat, yang ini memuat dua
    .here = kalimat kedua
    .mend = jadikan aturan tersendiri

scenario-without-flow = skenario `{ $scenario }` belum menyebutkan alurnya
    .here = belum ada di sini
    .mend = tulis `for ALUR` sesudah labelnya

scenario-without-start = skenario `{ $scenario }` belum menyebutkan kapan dimulai
    .here = belum ada di sini
    .mend = tulis `at 2023-10-02 09:00` sebelum bloknya

## Nilai

bad-day = `{ $value }` bukan tanggal yang ada
    .here = tanggal ini tidak ada
    .mend = tulis tahun, bulan, dan hari, misalnya `2023-10-02`

bad-time = `{ $value }` bukan jam yang ada
    .here = jam ini tidak ada
    .mend = tulis jam dan menit, misalnya `06:00`, dari `00:00` sampai `24:00`

bad-duration = `{ $value }` bukan lama waktu
    .here = bukan lama waktu
    .mend = tulis dengan satuan `d`, `h`, `m`, `s` (hari, jam, menit, detik), dari yang terbesar, misalnya `30s`, `1m`, `1h30m`

bad-number = `{ $value }` bukan bilangan yang dapat dihitung
    .here = bukan bilangan yang dapat dihitung
    .mend = tulis bilangan yang lebih kecil

bad-zone = `{ $value }` bukan zona waktu
    .here = bukan zona waktu
    .mend = tulis selisihnya dari UTC, misalnya `+07:00`

unknown-weekday = `{ $day }` bukan nama hari
    .here = di sini seharusnya nama hari
    .mend = gunakan { $days }

unknown-type = `{ $type }` bukan jenis nilai
    .here = di sini seharusnya jenis nilai
    .mend = gunakan `yes_no`, `text`, `number`, `date`, `time`, `moment`, `duration`, `one of {"{"} … {"}"}`, atau `list of …`
