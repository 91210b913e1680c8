### Temuan saat nama dan jenis nilai dihubungkan.

## Nama dan jenisnya

name-twice = ada dua `{ $name }` ({ $what })
    .here = yang kedua
    .first = yang pertama
    .mend = beri salah satunya nama lain, atau hapus

too-many-of-kind = buku memuat lebih dari { $most } { $kind }
    .here = melebihi batas
    .mend = pecah buku ini

file-not-used = { $kind } `{ $name }` didefinisikan di `{ $path }`, yang tidak dipinjam oleh berkas ini
    .here = dipinjam tanpa `use`
    .defined = didefinisikan di sini
    .mend = tambahkan `use "{ $path }"` di awal berkas

wrong-kind = `{ $name }` adalah nama { $other }, bukan nama { $kind }
    .here = di sini seharusnya { $kind }
    .mend = sebutkan { $kind }; yang ada dalam buku: { $names }
    .mend-none = sebutkan { $kind }; dalam buku belum ada

unknown-name = tidak ada { $kind } `{ $name }`
    .here = tidak didefinisikan di mana pun dalam buku
    .mend = definisikan: `{ $keyword } { $name } "…"`
    .mend-or = definisikan (`{ $keyword } { $name } "…"`), atau gunakan salah satu dari: { $names }

unknown-file = buku tidak mempunyai berkas `{ $path }`
    .here = berkas ini tidak ada
    .mend = tulis letak berkas mulai dari folder buku; berkas yang ada: { $names }
    .mend-near = mungkin maksudnya `use "{ $near }"`?

use-circle = berkas saling meminjam dalam lingkaran: `{ $files }`
    .here = di sini lingkarannya tertutup
    .mend = pindahkan yang dibutuhkan keduanya ke berkas ketiga, lalu pinjam berkas itu dengan `use`

calls-itself = alur `{ $flow }` memanggil dirinya sendiri, di sini atau melalui alur lain
    .here = panggilan ini berputar kembali
    .mend = gunakan `start` jika kasus tidak perlu menunggu, atau keluarkan panggilan ini dari lingkaran

## Dokumen terkendali

no-page = tidak ada halaman { $page }
    .here = halaman dihitung mulai dari 1
    .mend = tulis nomor halamannya

pages-reversed = halaman { $last } mendahului halaman { $first }
    .here = halaman-halaman ini
    .mend = tulis halaman yang lebih kecil lebih dahulu

unknown-held = `{ $kind }` tidak dikenal sebagai isi klausul
    .here = di sini seharusnya jenis isinya
held-value = yang ditulis sesudah `{ $kind }` tidak sesuai jenisnya
    .here = tidak cocok
    .mend = tulis `duration 1m`, `time 06:00`, `date 2023-10-02`, atau teks dalam tanda kutip sesudah `phrase`, `answer`, `party` dan `application`

gist-missing = inti klausul `{ $clause }` belum ditulis
    .here = baru penanda tempat
    .mend = tulis dengan kata-kata sendiri, singkat saja, apa yang diminta klausul ini

unknown-clause-kind = `{ $kind }` bukan jenis klausul
    .here = di sini seharusnya jenis klausul

cites-other-section = klausul `{ $clause }` bukan milik bagian dokumen yang diikuti alur ini
    .here = dari bagian lain
    .mend = tulis `derived from { $clause } "mengapa berlaku juga di sini"`

unknown-clause = dokumen tidak mempunyai klausul `{ $clause }`
    .here = tidak ada dalam daftar klausul dokumen
    .mend = kutip klausul yang ada dalam dokumen, atau tulis `assumed "alasan"`
    .mend-near = mungkin maksudnya `{ $near }`? Jika dokumen tidak menyebutkannya, tulis `assumed "alasan"`

no-document = buku belum mempunyai dokumen terkendali untuk dirujuk
    .here = merujuk ke dokumen
    .mend = tulis: `document KODE "judul" {"{"} … {"}"}`

other-document = dokumen buku ini adalah `{ $own }`, bukan `{ $named }`
    .here = dokumen lain
    .mend = tulis `follows { $own }`

unknown-section = dokumen tidak mempunyai bagian `{ $section }`
    .here = bagian ini tidak ada
    .mend = bagian yang ada dalam dokumen: { $names }
    .mend-none = daftarkan bagian itu: `section { $section } "judul" page 1`

retired-system = `{ $system }` tidak digunakan lagi sejak revisi { $revision }
    .here = sudah tidak digunakan
    .declared = dinyatakan tidak digunakan lagi di sini
    .mend = sebutkan sistem penggantinya, atau hapus `using`

## Kosakata

bad-retries = { $times } bukan banyaknya percobaan ulang
    .here = dari 1 sampai 100
    .mend = tulis berapa kali lagi dicoba, atau hapus `retries`

zero-duration = lama waktu ini nol
    .here = tidak ada waktu yang berlalu
    .mend = tulis paling sedikit `1s`

unknown-language = `{ $language }` bukan bahasa pesan
    .here = di sini seharusnya bahasa

unknown-placeholder = `{ $placeholder }` bukan parameter pesan `{ $message }`
    .here = di dalam teks ini
    .mend = tambahkan: `takes { $parameter }: text`; kurung kurawal yang memang bagian dari teks ditulis dua kali: `{"{{"}`

unused-parameter = tidak ada teks `{ $message }` yang menampilkan `{ $parameter }`
    .here = tidak pernah ditampilkan
    .mend = tulis `{ $placeholder }` di dalam teks, atau hapus parameternya

no-indonesian = pesan `{ $message }` belum mempunyai teks bahasa Indonesia
    .here = tidak ada yang dapat disampaikan kepada nasabah Indonesia
    .mend = tambahkan baris `id "…"`

years-reversed = tahun { $last } mendahului { $first }
    .here = tahun-tahun ini
    .mend = tulis tahun yang lebih awal lebih dahulu

day-twice = { $day } tertulis dua kali dalam kalender `{ $calendar }`
    .here = yang kedua
    .first = yang pertama
    .mend = pertahankan salah satunya; kedua nama hari libur dapat ditulis dalam labelnya

day-not-covered = { $day } berada di luar rentang tahun { $first } sampai { $last }
    .here = tidak tercakup
    .mend = perluas `covers`, atau hapus hari ini dari kalender `{ $calendar }`

hours-reversed = jam kerja ini berakhir sebelum dimulai
    .here = terbalik
    .mend = tulis hari dan jam yang lebih awal lebih dahulu; jam kerja yang melewati tengah malam ditulis dalam dua baris

hours-overlap = jam kerja ini tumpang tindih dengan baris sebelumnya
    .here = terhitung dua kali
    .mend = susun baris-barisnya agar tidak tumpang tindih

never-open = jam kerja `{ $hours }` tidak pernah buka
    .here = tidak ada baris yang menyebutkan waktunya
    .mend = tambahkan baris, misalnya `monday to friday 08:00 to 17:00`

## Tabel

table-without-result = tabel `{ $table }` belum menyebutkan hasilnya
    .here = `gives` belum ditulis
    .mend = tambahkan `gives message`, atau `gives` dengan jenis nilainya

table-without-rows = tabel `{ $table }` tidak mempunyai baris
    .here = tidak ada yang dapat dicari
    .mend = tulis `columns …` dan paling sedikit satu `row … -> …`

table-without-columns = tabel `{ $table }` tidak mempunyai kolom

wrong-cells = baris ini mempunyai { $cells } sel, sedangkan tabelnya mempunyai { $columns } kolom
    .here = baris ini
    .mend = tulis satu sel untuk setiap kolom, dipisahkan dengan `|`; `any` cocok dengan nilai apa pun

column-looks-into-table = kolom tidak dapat mencari ke tabel lain
    .here = mencari ke `{ $table }`
    .mend = hitung nilainya lebih dahulu, lalu berikan kepada tabel sebagai parameter

cell-needs-range = jam harus ditulis sebagai rentang
    .here = sel ini
    .mend = tulis `06:00 to 18:00`

cell-without-range = hanya jam dan bilangan yang mempunyai rentang
    .mend = tulis nilai-nilainya, dipisahkan dengan koma

cell-below = `below` hanya untuk bilangan
    .mend = tulis rentang jam: `00:00 to 06:00`

cell-or-more = `or more` hanya untuk bilangan
    .mend = tulis rentang jam: `18:00 to 24:00`

cell-type = sel ini berisi { $found }, sedangkan kolomnya berisi { $wanted }
    .mend = tulis nilai yang sejenis dengan kolomnya

empty-range = tidak ada nilai dalam rentang ini
    .here = nilai akhir tidak termasuk dalam rentang
    .mend = tulis nilai yang lebih kecil lebih dahulu; nilai akhir harus melebihi nilai awal
    .turned = nilai akhir lebih kecil daripada nilai awal
    .turn = tulis nilai yang lebih kecil lebih dahulu

message-takes-more = pesan `{ $message }` memerlukan `{ $parameter }`, yang tidak ada pada tabel
    .here = tidak dapat diisi
    .parameter = parameter ini
    .mend = tambahkan `{ $parameter }` pada `takes` tabel ini

## Alur

too-many-choices = satu tipe mempunyai lebih dari { $most } pilihan
    .here = kelebihan satu
    .mend = pakai `text`, atau pecah menjadi dua pilihan yang diambil berturut-turut

too-many-facts = alur ini mempunyai lebih dari { $most } fakta
    .here = alur ini
    .mend = pecah menjadi beberapa alur yang saling memanggil

too-many-steps = alur ini mempunyai lebih dari { $most } langkah atau tanda panah

fact-hides-setting = `{ $fact }` adalah fakta alur ini sekaligus pengaturan buku
    .here = fakta ini menutupi pengaturan itu
    .mend = beri fakta ini nama lain

unknown-fact = alur ini tidak mempunyai fakta `{ $fact }`
    .here = fakta ini tidak ada
    .mend = tambahkan pada alur: `keeps { $fact }: text` (atau jenis lain)

fact-not-writable = `{ $fact }` diberikan saat kasus dimulai dan tidak berubah lagi
    .here = tidak dapat diubah
    .taken = diterima di sini
    .mend = simpan nilai baru dalam fakta tersendiri: `keeps { $fact }_2: …`

without-steps = { $what } `{ $name }` tidak mempunyai langkah
    .here = tidak ada yang dikerjakan
    .mend = tulis langkah-langkahnya, atau hapus { $what } ini
    .mend-flow = tulis langkah-langkahnya, dan paling sedikit satu `end`

step-without-lane = langkah `{ $step }` belum menyebutkan siapa yang mengerjakannya
    .here = `by JALUR` belum ditulis
    .why = Tanpa jalur, tugas ini tidak sampai kepada siapa pun.
    .mend = tulis `step { $step } by JALUR "…"`

end-in-branch = `end { $end }` berada di dalam cabang
    .here = mengakhiri kasus selagi cabang lain masih berjalan
    .mend = pindahkan akhir ini ke sesudah `parallel`; biarkan cabang berjalan sampai langkah terakhirnya

filled-twice = `{ $fact }` diisi dua kali
    .here = yang kedua
    .mend = pertahankan salah satunya

unknown-field = `{ $by }` tidak menyerahkan `{ $field }`
    .here = data ini tidak ada
    .mend = yang diserahkan: { $names }
    .mend-none = `{ $by }` tidak menyerahkan apa pun: hapus `keep`

## Tanda panah

nothing-follows = sesudah `{ $node }` tidak ada kelanjutan
    .here = pernyataan terakhir, tetapi bukan `end`
    .mend = tulis `end` sesudahnya, atau `then NAMA` di dalamnya

wrong-answer = `{ $answer }` bukan jawaban untuk fakta `{ $fact }`
    .here = seharusnya { $wanted }
    .mend = gunakan { $wanted }, atau ubah jenis faktanya
    .yes-no = `yes` atau `no`

not-a-start = `{ $name }` tidak memulai alur
    .here = di sini seharusnya nama sebuah `start`
    .mend = tunggu salah satu dari: { $names }
    .mend-none = mulai alurnya lebih dahulu: `start ALUR(…) as NAMA "…"`

unknown-outcome = alur itu tidak pernah berakhir dengan `{ $outcome }`
    .here = hasil akhir ini tidak ada
    .mend = alur itu berakhir dengan: { $names }
    .mend-none = tulis `end` dalam alur itu lebih dahulu

crosses-branch = tanda panah menuju `{ $target }` melintasi batas cabang
    .here = di seberang batas cabang
    .mend = biarkan setiap cabang berjalan sampai langkah terakhirnya; kelanjutannya ditulis sesudah `parallel`

not-a-stage = `{ $name }` bukan tahap
    .here = hanya tahap yang dapat dilanjutkan kembali
    .mend = tulis `-> { $name }` untuk menuju ke sana

unknown-target = alur ini tidak mempunyai langkah `{ $name }`
    .here = tidak menuju ke mana pun
    .mend = tulis langkahnya: `step { $name } by JALUR "…"`, atau arahkan tanda panah ke langkah yang sudah ada

## Nilai dan jenisnya

wrong-type = di sini diperlukan { $wanted }, sedangkan ini { $found }
    .here = ini { $found }

type-yes-no = ya atau tidak
    .mend = tulis `yes`, `no`, atau perbandingan, misalnya `tries is at least 3`
type-text = teks
    .bare = teks
    .mend = tulis teks di antara tanda kutip, atau fakta berjenis `text`
type-number = bilangan
    .bare = bilangan
    .mend = tulis bilangan bulat, atau fakta berjenis `number`
type-date = tanggal
    .bare = tanggal
    .mend = tulis tanggal, misalnya `2023-10-02`, atau `date of now`
type-time = jam
    .bare = jam
    .mend = tulis jam, misalnya `06:00`, atau `time of now`
type-moment = tanggal dan jam
    .bare = tanggal dan jam
    .mend = tulis `now`, fakta berjenis `moment`, atau tanggal dan jam
type-duration = lama waktu
    .bare = lama waktu
    .mend = tulis lama waktu, misalnya `30m`, atau pengaturan atau fakta berjenis `duration`
type-one-of = salah satu dari { $choices }
    .mend = tulis salah satu pilihannya, atau fakta yang sejenis
type-weekday = nama hari
    .mend = tulis nama hari, misalnya `monday`, atau `weekday of now`
type-day-kind = jenis hari
    .mend = tulis `workday`, `holiday`, `weekend`, atau `long_weekend`, atau `day of now by KALENDER`
type-list = daftar { $of }
    .mend = tulis daftar, misalnya `["a", "b"]`, atau fakta berupa daftar

want-list = daftar
    .mend-set = gunakan `set { $fact } to …`, atau jadikan fakta itu `list of …`
    .mend-compare = gunakan `is` untuk membandingkan nilai tunggal
want-decision = fakta berjenis `yes_no` atau `one of` untuk keputusan
    .mend = ubah jenis faktanya, atau beri keputusan ini nama lain
want-message = pesan
    .mend = gunakan tabel dengan `gives message`
want-value = nilai
    .mend = tabel pesan digunakan dengan `say { $table }`
want-for-fact = { $type } untuk fakta `{ $fact }`
    .mend = samakan jenis keduanya
want-for-parameter = { $type } untuk `{ $parameter }`
    .mend = tulis nilainya: `{ $callee }(…)`
want-written = nilai yang ditulis langsung
    .found = sesuatu yang harus dihitung
    .mend = tulis nilainya sendiri
    .mend-add = gunakan `add … to DAFTAR` untuk memasukkan fakta ke dalam daftar
want-day = tanggal, atau tanggal dan jam
    .mend = tulis `now`, atau fakta berjenis `moment` atau `date`
want-list-type = daftar yang jenis isinya jelas
    .found = daftar kosong
    .mend = tulis paling sedikit satu isi
want-fact-name = nama fakta
    .mend = tulis `FAKTA is known`
want-message-name = nama pesan
    .mend = tulis nama sebuah pesan
want-order = sesuatu yang mempunyai urutan
    .mend = gunakan `is` atau `is not`
want-countable = dua bilangan, dua lama waktu, atau tanggal dan jam dengan lama waktu
    .found = { $left } dan { $right }
    .mend = gunakan nilai-nilai yang dapat dihitung bersama
want-column = sesuatu yang mempunyai rentang atau pilihan
    .mend = gunakan `time of …`, `day of … by …`, `weekday of …`, bilangan, `yes_no`, atau `one of`
something-else = sesuatu yang lain
one-type-in-list = semua isi daftar harus sejenis
compare-one-type = bandingkan nilai-nilai yang sejenis

not-known-here = tidak dikenal di sini
unknown-fact-or-setting = tidak ada fakta atau pengaturan `{ $name }`
    .mend = tambahkan pada alur: `keeps { $name }: text` (atau jenis lain), atau definisikan pengaturan dengan nama ini
unknown-parameter-or-setting = tidak ada parameter atau pengaturan `{ $name }`
    .mend = gunakan parameter yang ada pada `takes` tabel ini

wrong-arguments = `{ $callee }` memerlukan { $wanted } nilai, sedangkan yang diberikan { $given }
    .here = nilai-nilai ini
    .mend = tulis `{ $call }`

missing-argument = `{ $callee }` memerlukan `{ $parameter }`, tetapi tidak ada { $kind } bernama demikian
    .here = tanpa nilai dalam kurung, digunakan fakta yang bernama sama
    .mend = tulis nilainya: `{ $call }`

## Aturan

no-limit = `{ $times }` kali bukan batas yang dapat dipakai
    .here = seharusnya 1 atau lebih
    .mend = tulis `at most once …`, atau `never …` jika sama sekali tidak boleh

rule-flow-without-steps = alur `{ $flow }` tidak mempunyai satu pun langkah yang disebutkan aturan ini
    .here = aturan ini tidak dapat berlaku bagi alur tersebut
    .sentence = kalimat ini
    .mend = keluarkan alur itu dari aturan, atau tambahkan langkahnya sendiri dengan `or`

rule-without-flow = tidak ada alur yang mempunyai semua yang disebutkan aturan `{ $rule }`
    .here = semua ini tidak pernah ada bersama dalam satu alur
    .mend = sebutkan langkah-langkah dari alur yang sama

unknown-answer = `{ $node }` tidak mempunyai jawaban `{ $answer }`
    .here = jawaban ini tidak ada
    .mend = jawaban yang ada: { $names }
    .mend-none = tidak ada yang menjawab di sana: sebutkan langkahnya saja

rule-names-stage = `{ $stage }` adalah tahap, sedangkan aturan berbicara tentang langkah
    .here = ini tahap
    .stage = tahap ini
    .mend = sebutkan salah satu langkah di dalamnya

unknown-step = tidak ada langkah `{ $name }`
    .here = tidak ada dalam alur mana pun yang dicakup aturan ini
    .mend = sebutkan langkah, keputusan, `wait`, atau akhir dari alur yang dicakup aturan ini

unknown-end = tidak ada akhir `{ $name }`

## Skenario

given-not-taken = `{ $name }` bukan fakta yang diterima alur ini dan bukan pula pengaturan
    .mend = tidak ada yang perlu diberikan di sini: hapus

given-not-carried = `{ $name }` tidak termasuk data yang dibawa `{ $by }`

scenario-answer = `{ $answer }` bukan jawaban `{ $node }`

scenario-step = `{ $name }` bukan langkah alur `{ $flow }`
    .here = langkah ini tidak ada
    .mend = sebutkan langkah dari alur skenario ini

values-missing = `{ $of }` memerlukan nilai untuk: { $names }
    .here = ada nilai yang belum ditulis
    .mend = tulis `with { $example }`

with-too-late = data awal kasus harus disebutkan lebih dahulu
    .here = terlambat
    .mend = pindahkan ke awal skenario

misfit = `{ $node }` adalah { $what }
    .here = tidak cocok
    .declared = ditulis di sini

misfit-step = langkah yang dikerjakan orang
    .mend = tulis `do { $node }`
misfit-decide = keputusan oleh orang
    .mend = tulis `answer { $node } JAWABAN`
misfit-do = tindakan yang dikerjakan sistem
    .mend = tulis `done { $node }` atau `failed { $node }`
misfit-wait = langkah tunggu
    .mend = tulis `on PERISTIWA` untuk peristiwa yang datang, atau `advance` untuk memajukan waktu
misfit-case = kasus tersendiri
    .mend = tulis `in { $node } {"{"} … {"}"}` untuk yang terjadi di dalamnya
misfit-await = langkah yang menunggu kasus lain
    .mend = selesaikan kasus itu dengan `in START {"{"} … {"}"}`
misfit-end = akhir kasus
    .mend = tulis `expect ended { $node }`
misfit-passed = bagian yang dilewati dengan sendirinya
    .mend = hapus baris ini
