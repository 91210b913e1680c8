### Kesesuaian: buku dibandingkan dengan dokumen.

place-flow = alur `{ $flow }`
place-node = `{ $node }` pada `{ $flow }`
place-arrow = panah dari `{ $node }` pada `{ $flow }`
place-deadline = tenggat `{ $node }` pada `{ $flow }`
place-stage = tahap `{ $stage }` pada `{ $flow }`
place-interruption = interupsi `{ $stage }` pada `{ $flow }`
place-shared = `{ $name }`

conform-nobody = tidak ada
conform-clause-here = klausulnya, halaman { $page }
conform-no-document = buku ini tidak memuat daftar klausul dokumen
    .here = tidak ada pembandingnya
    .mend = tulis `document KODE "JUDUL"`, lalu jalankan `sop document adopt FILE` untuk menambahkan klausulnya

clause-not-implemented = klausul `{ $clause }` tidak dikutip di mana pun dalam buku
    .here = halaman { $page }
    .mend = tulis `cites { $clause }` pada langkah, panah, batas waktu, pesan, atau tabel yang menjalankannya
clause-not-followed = klausul `{ $clause }` ada di bagian { $section }, dan tidak ada alur yang mengikuti bagian itu
    .mend = buat alur dengan `follows … section { $section }`
clause-only-derived = klausul `{ $clause }` hanya disebut ({ $names }); yang menjalankannya tidak mengutipnya
    .there = disebut di sini
    .mend = tulis `cites { $clause }` pada yang menjalankannya, dalam alur yang mengikuti bagian itu
policy-without-ground = tidak ada dalam buku ini yang berdasar pada `{ $clause }`
    .here = halaman { $page }
    .mend = tulis `derived from { $clause }` pada sebuah aturan atau langkah

not-adopted = { $count } klausul belum mempunyai sidik teks: { $names }
    .here = belum terikat pada kata-kata dokumen
    .mend = `sop document adopt FILE` membaca dokumen dan menambahkannya
clause-added = dokumen memuat klausul yang belum terdaftar: `{ $clause }`, jenis { $kind }, halaman { $page }
    .here = letaknya setelah ini
    .mend = `sop document adopt FILE` mendaftarkannya; setelah itu kutiplah di tempat yang menjalankannya
clause-removed = klausul `{ $clause }` di halaman { $page } sudah tidak ada dalam dokumen
    .here = tidak ada dalam dokumen
    .mend = hapus dengan `sop document adopt FILE`, beserta semua yang berdasar padanya
clause-moved = klausul `{ $clause }` sekarang terletak setelah `{ $after }`
    .here = letaknya dalam dokumen sudah lain
    .mend = periksa apakah urutan alur masih benar, lalu jalankan `sop document adopt FILE`
clause-moved-first = klausul `{ $clause }` sekarang terletak paling depan
clause-changed = klausul `{ $clause }` di halaman { $page } berubah: { $what }
    .here = seperti saat didaftarkan
    .mend = baca ulang dan ubah semua yang berdasar padanya, lalu jalankan `sop document adopt FILE`
clause-cited-here = berdasar pada klausul itu
differs-words = kata-katanya
differs-id = nomornya, sekarang `{ $new }`
differs-page = halamannya, semula { $old } dan sekarang { $new }
differs-lane = lajurnya, semula { $old } dan sekarang { $new }
differs-kind = jenisnya, semula { $old } dan sekarang { $new }
differs-new = bertambah { $new }
differs-gone = { $old } hilang
differs-facts = { $new } menggantikan { $old }
head-code = kode
head-title = judul
head-revision = revisi
head-effective = tanggal berlaku
head-approval = tanda tangan "{ $kind }"
head-section = bagian { $section }
head-changed = { $part } dokumen sekarang "{ $new }", semula "{ $old }"
    .here = seperti saat didaftarkan
    .mend = cari tahu apa isi perubahannya, lalu jalankan `sop document adopt FILE`
head-gone = { $part } ini sudah tidak ada dalam dokumen: "{ $old }"
head-new = dokumen memuat { $part } yang belum terdaftar: "{ $new }"
page-lost = halaman { $page } tidak ada dalam dokumen
    .here = terletak di halaman itu
    .mend = mintalah dokumen yang lengkap; isi halaman itu tidak dapat dibandingkan dengan buku

other-lane = `{ $node }` dikerjakan `{ $lane }`, sedangkan klausul `{ $clause }` ada di lajur `{ $wanted }`
    .here = dikerjakan `{ $lane }`
    .mend = tulis `by { $wanted }`, atau kutip klausulnya pada langkah milik `{ $wanted }`

out-of-order = { $later } tercapai lebih dahulu daripada { $first }; dalam dokumen `{ $clause }` mendahului `{ $other }`
    .here = `{ $clause }`, tercapai belakangan
    .there = `{ $other }`, tercapai lebih dahulu
    .mend = tukar urutan langkahnya, atau kutip setiap klausul di tempat yang menjalankannya

label-without-branch = cabang "{ $label }" dari klausul `{ $clause }` tidak dikutip oleh panah mana pun
    .here = { $place } bukan cabang
    .mend = tulis `cites { $clause }` pada panah untuk "{ $label }"
other-answer = panah untuk `{ $answer }` mengutip klausul `{ $clause }`, padahal cabangnya "{ $label }"
    .here = jawaban `{ $answer }`
    .mend = kutip klausul itu pada panah untuk "{ $label }"
branch-leads-elsewhere = cabang dari klausul `{ $clause }` menuju `{ $node }`; yang disebut dokumen berikutnya, `{ $other }`, dijalankan oleh `{ $wanted }`
    .here = menuju `{ $node }`
    .mend = arahkan ke `{ $wanted }`, atau kutip klausulnya di tempat yang menjalankannya

no-timer = klausul `{ $clause }` menyebut { $length }; tidak ada batas waktu sepanjang itu yang mengutipnya
    .here = dikutip oleh { $place }
    .mend = tulis `after { $length }`, `when silent for { $length }`, atau `within { $length }` dengan `cites { $clause }`
other-length = { $place }: waktunya { $length }, sedangkan klausul `{ $clause }` menyebut { $said }
    .here = { $length }
    .mend = tulis { $said }
no-length = { $place }: waktu { $length } berdasar pada klausul `{ $clause }`, padahal klausul itu tidak menyebut lamanya
    .mend = sebutkan asal angkanya: klausul lain, atau `assumed "alasan"`
other-time = klausul `{ $clause }` menyebut { $time }; tidak ada yang mengutipnya dengan waktu itu
    .mend = tulis { $time } pada tabel atau syarat yang mengutipnya
phrase-not-said = `{ $message }` tidak mengucapkan apa yang ditetapkan klausul `{ $clause }`: "{ $phrase }"
    .here = kata-katanya lain
    .there = diucapkan untuk `{ $clause }`
    .mend = tulis ucapan yang ditetapkan: "{ $phrase }"
phrase-nowhere = klausul `{ $clause }` menetapkan ucapan "{ $phrase }", tetapi yang mengutipnya tidak mengucapkan apa pun
    .mend = tambahkan pesan dengan kata-kata itu pada langkah yang mengutip `{ $clause }`

still-used = `{ $system }` masih dipakai, padahal klausul `{ $clause }` menghentikannya
    .here = belum dihentikan
    .mend = tulis `retired in revision …`, dan pakailah sistem lain
undeclared-application = `{ $system }` dipakai, padahal tidak disebut oleh klausul mana pun dalam dokumen
    .here = tidak disebut dokumen
    .there = dipakai di sini
    .mend = mintalah pemilik proses mencantumkannya di antara aplikasi, atau hapus
application-not-used = tidak ada sistem dalam buku untuk aplikasi pada klausul `{ $clause }`
    .mend = tulis `system NAMA "…" { "{" } cites { $clause } { "}" }`

told-twice = klausul `{ $clause }` persis sama dengan `{ $first }`
    .there = sudah tertulis di sini
    .mend = tanyakan kepada pemilik proses apakah yang dimaksud sebenarnya lain
number-lost = { $count } catatan pada bagian { $section } tidak bernomor: { $names }
    .mend = mintalah nomornya kepada pemilik proses
numbers-missing = bagian { $section } tidak memuat nomor { $numbers }
    .here = catatannya mulai belakangan atau melompat
    .mend = mintalah catatan itu kepada pemilik proses; sementara itu isinya hanya dapat diturunkan atau diasumsikan
times-overlap = `{ $clause }` dan `{ $other }` sama-sama berlaku pada { $time }
    .here = berlaku juga pada { $time }
    .mend = tetapkan dalam tabel dengan `assumed "…"`, dan tanyakan kepada pemilik proses
times-gap = saat antara { $from } pada `{ $clause }` dan { $to } pada `{ $other }` tidak termasuk yang mana pun
    .here = berakhir pada { $from }
no-times = `{ $clause }` tidak menyebut jam, sedangkan { $names } menyebutnya: pada harinya keduanya berlaku
    .mend = tetapkan dalam tabel mana yang didahulukan dengan `assumed "…"`, dan tanyakan kepada pemilik proses
lane-not-defined = "{ $lane }" bertindak dalam dokumen (pertama pada `{ $clause }`), tetapi tidak ada definisinya
    .here = tidak didefinisikan
    .mend = mintalah definisinya kepada pemilik proses
day-not-defined = tabel `{ $table }` perlu mengenali { $day }, tetapi dokumen tidak mendefinisikannya
    .here = hari seperti ini tidak didefinisikan
    .mend = jelaskan cara membacanya dengan `assumed "…"`, dan tanyakan kepada pemilik proses
no-figure = klausul `{ $clause }` menyebut waktu tanpa angka: `{ $setting }` harus diisi
    .here = tidak ada angkanya dalam dokumen
    .mend = mintalah angkanya kepada pemilik proses

to-confirm = asumsi pada `{ $flow }`: { $why }
    .here = { $count ->
        [one] diasumsikan di sini
       *[other] diasumsikan di sini; seluruhnya di { $count } tempat
    }
    .mend = mintalah pemilik proses mengesahkannya, lalu kutip tempat tertulisnya
to-confirm-shared = asumsi: { $why }
