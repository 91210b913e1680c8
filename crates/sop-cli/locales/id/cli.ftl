### Yang dikatakan perintah-perintah.

## Kegagalan

because = sebab: { $cause }
cause-not-found = berkas atau folder itu tidak ada
cause-denied = akses ditolak
cause-exists = sudah ada sebelumnya

path-missing = tidak ada berkas atau folder `{ $path }`
folder-empty = folder `{ $path }` tidak berisi berkas `.sop`
folder-too-big = folder `{ $path }` berisi lebih dari { $most } berkas `.sop`
path-no-file = `{ $path }` bukan berkas dan bukan folder; simpan dahulu isinya ke dalam berkas, lalu sebutkan berkas itu
path-unreadable = `{ $path }` tidak dapat dibaca
book-unsound = buku ini masih mempunyai kesalahan: perbaiki lebih dahulu (lihat dengan `sop check`)
flow-unknown = buku tidak mempunyai alur `{ $flow }`; alur yang ada: { $names }
file-not-read = `{ $path }` tidak dapat dibaca
file-not-written = `{ $path }` tidak dapat ditulis
folder-not-made = folder `{ $path }` tidak dapat dibuat
terminal-failed = masukan atau keluaran pada terminal gagal
watch-failed = perubahan pada buku tidak dapat dipantau
script-line = baris { $line } dalam skrip, `{ $text }`: { $why }
no-store = tidak ada penyimpanan `{ $path }`; `sop run` akan membuatnya

store-in-use = penyimpanan `{ $path }` sedang dipakai program lain
store-newer = penyimpanan `{ $path }` berformat { $found }; program ini hanya mengenal format sampai { $known }
store-other = `{ $path }` bukan penyimpanan kasus
store-damaged = penyimpanan `{ $path }` rusak: { $what }
store-conflict = kasus { $case } mempunyai { $found } masukan, bukan { $expected }
store-request-twice = kasus { $case } sudah menerima masukan bernama `{ $request }`
store-full = tidak ada ruang lagi untuk penyimpanan `{ $path }`
store-read-only = penyimpanan `{ $path }` tidak dapat ditulis
store-exists = `{ $path }` sudah ada; tidak ada yang ditimpa
store-failed = penyimpanan `{ $path }` gagal: { $message }

stored-damaged = isi penyimpanan tidak dapat dibaca: { $what }
no-thread = utas untuk penyimpanan tidak dapat dimulai
action-missing = tindakan `{ $action }` belum tersedia
action-unknown = buku tidak mempunyai tindakan `{ $action }`
setting-missing = pengaturan `{ $setting }` belum diisi dan tidak mempunyai nilai bawaan
setting-unknown = buku tidak mempunyai pengaturan `{ $setting }`
setting-type = pengaturan `{ $setting }` memerlukan nilai berjenis `{ $type }`
book-broken = buku ini tidak dapat dijalankan: { $what }

## Yang ditulis pada baris perintah

at-needs-virtual = `--at` memerlukan `--clock virtual`
not-a-moment = `{ $text }` bukan tanggal dan jam; tulis misalnya '2026-11-23 17:58'
setting-value = pengaturan `{ $setting }`: { $why }
fact-value = `{ $fact }`: { $why }
with-unknown = `{ $name }` bukan pengaturan buku dan tidak diterima alur `{ $flow }`
fact-not-given = alur `{ $flow }` memerlukan `{ $fact }`: berikan dengan `--with { $fact }=…`
fact-left-out = `{ $fact }` belum diberikan
case-of-other-flow = kasus { $case } berasal dari alur `{ $found }`, bukan `{ $wanted }`
setting-shown = { $label } belum diisi; dipakai nilai contoh: { $value } (isi dengan --with { $setting }=…)

## sop check

book-sound = { $path }: { $files } berkas, { $flows } alur, { $steps } langkah - tidak ada kesalahan
watch-waiting = menunggu sampai tersedia lagi
watch-time = { $result } ({ $ms } md, pukul { $time })

## sop fmt

fmt-laid-out = dirapikan: { $path }
fmt-would = akan dirapikan: { $path }
fmt-rest = … { $count } baris lagi
fmt-left = dibiarkan karena teksnya mengandung kesalahan: { $path }
fmt-unsafe = `{ $path }` dibiarkan apa adanya: jika dirapikan, maknanya akan berubah. Ini kesalahan program, bukan kesalahan berkas.
fmt-changed-meanwhile = `{ $path }` sementara itu diubah oleh pihak lain, jadi dibiarkan apa adanya
fmt-no-file = `{ $path }` bukan berkas yang dapat dirapikan
fmt-well = { $files } berkas, semuanya sudah rapi
fmt-done = { $files } berkas: { $changed } dirapikan, { $same } sudah rapi, { $left } dibiarkan apa adanya
fmt-checked = { $files } berkas: { $changed } akan dirapikan (jalankan `sop fmt`), { $same } sudah rapi, { $left } tidak dapat dirapikan

## sop cases, sop show, sop run

no-cases = tidak ada kasus
column-case = kasus
column-flow = alur
column-status = status
column-inputs = masukan
column-last = terakhir (UTC)
column-parent = induk
status-open = berjalan
status-cancelled = dibatalkan

show-head = Kasus { $case } · { $label } ({ $flow }) · { $status }
show-under-way = masih berjalan
show-ended = selesai: { $outcome }
show-cancelled = dibatalkan
show-parent = dimulai oleh kasus { $case }
show-child = memulai kasus { $case } ({ $flow })
show-now = sekarang:
case-kept = Kasus { $case } tersimpan; lanjutkan dengan: { $command }

## sop cases move, sop test

no-scenario = buku tidak mempunyai skenario `{ $scenario }`
move-needs-settings = kasus yang dipindahkan memerlukan nilai untuk pengaturan buku: { $missing }
move-nothing = Semua kasus yang berjalan sudah memakai revisi ini.
move-made = { $moving } kasus dipindahkan, { $staying } kasus tetap memakai revisi lamanya.
move-planned = { $moving } kasus dapat dipindahkan, { $staying } kasus akan tetap memakai revisi lamanya. Belum ada yang dipindahkan; tambahkan --apply untuk memindahkan.
case-moved = dipindahkan
case-can-move = dapat dipindahkan
case-stays-with = tetap, bersama kasus { $case }
case-stays = tetap, karena:

baseline-written = { $count } temuan dicatat sebagai sudah diketahui di { $path }
baseline-bad = daftar temuan { $path } tidak dapat dipakai: { $why }
baseline-no-reason = `{ $key }` belum ada alasannya
baseline-no-day = `{ $key }` perlu tanggal pada `until`, misalnya 2027-01-31
baseline-twice = `{ $key }` tertulis dua kali
conform-no-register = buku belum memuat daftar klausul dokumen; buat dengan `sop document adopt FILE`
section-unknown = dokumen tidak mempunyai bagian `{ $section }`; yang ada { $names }
day-expected = tanggal ditulis TTTT-BB-HH

## sop diff

diff-unsound = `{ $path }` masih mempunyai kesalahan: perbaiki lebih dahulu
diff-nothing = Tidak ada yang berubah.
diff-nothing-in-flow = Tidak ada yang berubah dalam alur `{ $flow }`.
diff-legend = + baru, - dihapus, ~ diubah, ! dapat membuat kasus yang berjalan terlantar
diff-count = { $changes } perubahan: { $added } baru, { $removed } dihapus, { $changed } diubah; { $stranding } di antaranya dapat membuat kasus yang berjalan terlantar.
diff-places = Kasus yang sedang berjalan
diff-all-move = Di mana pun posisinya, semua kasus pada alur yang berubah dapat dipindahkan.
diff-places-stay = Kasus yang berada di sini tetap memakai revisi lama:
diff-places-depend = Kasus yang berada di sini mungkin harus tetap memakai revisi lama, tergantung apa yang sudah diketahuinya:
diff-stage-place = tahap { $stage }, ketika sedang diinterupsi
diff-places-rest = Dari { $count } tempat lainnya kasus dapat dipindahkan.
diff-cases = Kasus dalam { $store }
diff-cases-none = Semua kasus yang berjalan sudah memakai revisi baru.
diff-cases-count = { $moving } kasus dapat dipindahkan, { $staying } kasus akan tetap memakai revisi lamanya. Belum ada yang dipindahkan.
diff-picture = Kedua revisi digambar dalam { $path }.
diff-not-run = Tempat-tempat kasus tidak dapat diperiksa: { $why }

## sop store

store-whole = { $path }: { $cases } kasus, { $entries } masukan - utuh
store-hurt = { $path } rusak:
store-hurt-count = { $count } bagian rusak; { $cases ->
    [0] tidak ada kasus tertentu yang disebut
   *[other] { $cases } kasus terkena
}. Berkas itu tidak diubah.
store-hurt-whose = { $cases } kasus terkena: { $names }
store-hurt-next = Pulihkan cadangan terakhir: sop store restore CADANGAN --store { $path }
damage-header = bagian awal berkas: { $said }
damage-log = log di samping berkas: { $said }
damage-log-lost = penyimpanan ini belum ditutup, dan log-nya (`-wal`), yang mungkin memuat catatan terakhir, hilang atau terpotong
damage-structure = susunan berkas: { $said }
damage-row = tabel `{ $table }`, baris { $key }: isinya bukan yang dulu ditulis
damage-row-case = kasus { $case }: tabel `{ $table }`, baris { $key }: isinya bukan yang dulu ditulis
damage-snapshot = kasus { $case }: keadaan terakhirnya bukan yang dulu ditulis
damage-count = tabel `{ $table }` berisi { $found } baris, seharusnya { $written }
damage-count-case = kasus { $case }: tabel `{ $table }` memuat { $found } barisnya, seharusnya { $written }
damage-other-rows = tabel `{ $table }` berisi baris yang lain dari yang dulu ditulis
damage-out-of-turn = kasus { $case }: tabel `{ $table }`: baris { $key } tidak pada urutannya
damage-state = kasus { $case }: baris atau keadaan terakhirnya tidak sesuai dengan masukannya
damage-replay = kasus { $case }: masukannya tidak cocok dengan bukunya: { $why }
damage-unreadable = tabel `{ $table }` tidak dapat dibaca sampai habis: { $said }
backup-made = { $from } sudah disalin ke { $to }; salinannya sudah diperiksa.
restore-made = { $store } sudah dipulihkan dari { $from }.
restore-kept = Isi sebelumnya disimpan sebagai { $kept }.
repair-case = kasus { $case }: { $fate }
repair-rebuilt = selamat; disusun ulang dari masukannya: { $parts }
repair-doubtful = selamat; baris kasus itu sendiri juga disusun ulang dari masukannya, sehingga tidak diketahui apakah ada masukan yang lebih baru: { $parts }
repair-row = baris kasus itu sendiri
repair-state = keadaan terakhirnya
repair-timers = pewaktunya
repair-tasks = tugas yang masih terbuka
repair-requests = nama-nama permintaannya
repair-actions = tindakan yang sedang dikerjakan
repair-lost-row = hilang: baris kasus itu sendiri rusak, dan tidak ada catatan lain tentang buku yang dipakainya sejak awal ({ $found } masukan ditemukan)
repair-lost-journal = hilang: hanya { $found } dari { $written } masukannya yang masih ada
repair-lost-book = hilang: buku yang dipakainya rusak, dan ada baris lain yang juga rusak
repair-lost-replay = hilang: { $why }
repair-count = { $kept } selamat seutuhnya, { $rebuilt } selamat dan sebagian disusun ulang, { $lost } hilang.
repair-not-all = Ada kasus yang sama sekali tidak ditemukan, atau baris terakhirnya tidak ditemukan.
repair-doubtful-next = Periksa kasus yang barisnya disusun ulang: hal terakhir yang dilakukan di dalamnya mungkin tidak ada.
repair-all-unknown = Tidak diketahui apakah masih ada kasus lain: catatan jumlah dalam penyimpanan rusak.
repair-effects-lost = Pesan yang menunggu dikirim mungkin hilang.
repair-effects-unknown = Tidak diketahui apakah ada pesan yang menunggu dikirim yang hilang.
repair-book-lost = Buku yang dipakai sebagian kasus hilang. Buka penyimpanan baru dengan buku dan pengaturan yang sama: buku itu akan tersimpan lagi.
repair-made = Penyimpanan baru: { $to }. { $from } tidak diubah.
