### Yang dikatakan meja kerja.

## Di mana kasus berada

desk-case = Kasus { $case }
desk-case-within = kasus { $case }
virtual-clock = jam virtual
desk-cancelled = dibatalkan
desk-under-way = masih berjalan
call-running = sedang berjalan
call-failed = GAGAL: { $error }
days-left = { $days } hari { $rest }
timer-rule = batas waktu aturan: { $rule }
timer-tells = { $timer }: memberi tahu { $lane }
say-now = KATAKAN
say-last = terakhir
title-say = KATAKAN KEPADA NASABAH
title-last = Terakhir dikatakan
title-stand = Di mana kasus berada
title-over = Semua selesai: q untuk keluar
title-offers = Yang dapat dilakukan (ketik nomornya)
title-timers = Hitungan waktu
title-facts = Yang diketahui
keys = nomor · q = keluar (tersimpan) · help
keys-virtual = nomor · w 1m = majukan jam · q = keluar (tersimpan) · help
desk-help = nomor = lakukan · w 1m = majukan jam virtual · cancel "alasan" = batalkan · q = keluar, kasus tersimpan
offer-done = selesai: { $task }
offer-retry = coba lagi: { $node }
offer-event = terjadi: { $event }
more-left = … { $count } lagi
fill-in = Isi { $field } ({ $type }); kosong = tidak jadi
never-mind = tidak jadi: tidak ada yang diisi
no-longer-asked = `{ $field }` tidak diminta lagi: kasus sudah berpindah dari sana
offers-changed = pilihan nomor { $number } berubah selagi Anda mengetik: lihat lagi, lalu ketik nomornya
no-offer = tidak ada pilihan nomor { $number }
already-done = (sudah)

## Yang terjadi

yes = ya
no = tidak
did-start = mulai: { $flow }
did-complete = selesai: { $node }
did-answer = jawaban: { $node } = { $answer }
did-event = peristiwa: { $event }
did-timer = waktu habis: { $timer }
did-action = tindakan selesai: { $action }
did-fail = tindakan gagal: { $action } ({ $error })
did-retry = tindakan dicoba lagi
did-child = kasus lain selesai: { $flow } = { $outcome }
did-cancel = dibatalkan: { $reason }
did-move = dipindahkan ke revisi baru
effect-tell = memberi tahu { $lane }: "{ $text }"
effect-say = katakan: "{ $text }"
effect-task = tugas: { $task }
effect-task-of = tugas { $lane }: { $task }
effect-withdrawn = tugas ditarik
effect-action = tindakan: { $action } ({ $values })
effect-abandoned = tindakan tidak lagi ditunggu
effect-incident = GAGAL di { $node }: { $error }; perlu `retry { $node }`
effect-publish = mengumumkan { $event } ({ $values })
effect-child = memulai kasus: { $flow }
effect-child-cancelled = kasus yang dipanggil dibatalkan
effect-ended = SELESAI: { $label } ({ $outcome })
effect-cancelled = DIBATALKAN: { $reason }
effect-broken = Aturan dilanggar: { $rule } ({ $how })

## Yang tidak dapat dilakukan

no-task = `{ $place }` tidak menunggu dikerjakan sekarang
wants-answer = `{ $place }` memerlukan jawaban: pakai `answer`, bukan `do`
wants-done = `{ $place }` tidak memerlukan jawaban: pakai `do`, bukan `answer`
desk-unknown = `{ $name }` tidak dikenal
real-clock = jam nyata tidak dapat dimajukan; pakai `--clock virtual`
not-here = perintah ini tidak dapat dipakai di sini
desk-expected-at = posisi diharapkan `{ $expected }`, ternyata: { $found }
desk-expected-say = ucapan terakhir diharapkan `{ $expected }`, ternyata: { $found }
desk-expected-ended = akhir diharapkan `{ $expected }`, ternyata: { $found }
only-first = hanya boleh berada sebelum semua perintah lain
not-in-script = tidak mempunyai arti di dalam skrip

no-case = tidak ada kasus { $case }
no-flow = tidak ada alur `{ $flow }`
no-event = tidak ada peristiwa `{ $event }`
answer-unknown = `{ $node }` tidak dapat dijawab `{ $answer }`; jawabannya: { $names }
not-taken = kasus { $case } tidak menerimanya: { $why }
store-unchanged = penyimpanan gagal, belum ada yang berubah: { $why }
closing = program sedang ditutup
case-over = kasus ini sudah selesai
task-not-open = tugas ini tidak terbuka lagi: sudah dikerjakan, atau percakapan berpindah ke langkah lain
task-kind = tugas ini diselesaikan dengan cara lain: `do` untuk langkah, `answer` untuk keputusan
event-not-expected = peristiwa ini tidak ditunggu sekarang
call-not-awaited = tindakan ini tidak ditunggu lagi
call-not-failed = tindakan ini tidak gagal, jadi tidak perlu dicoba lagi
timer-not-valid = hitungan waktu itu tidak berlaku lagi
field-missing = `{ $field }` belum diisi
field-unknown = `{ $field }` tidak diminta di sini
field-type = `{ $field }` tidak dapat diisi dengan { $found }

## Perintah

command-unknown = `{ $word }` bukan perintah; `help` menampilkan perintah yang ada
command-needs = `{ $word }` memerlukan { $what }
needs-step = nama langkah
needs-decision = nama keputusan
needs-answer = jawaban
needs-event = nama peristiwa
needs-length = lama waktu
needs-reason = alasan
needs-expectation = `at`, `say`, atau `ended`
needs-message = nama pesan
needs-outcome = hasil akhir
needs-date = tanggal
needs-time = waktu
not-a-pair = `{ $word }` seharusnya berbentuk NAMA=ISI
open-quote = tanda kutip belum ditutup
not-a-length = `{ $text }` bukan lama waktu; tulis misalnya `30s`, `1m`, `2h`, `1h30m`
too-much = `{ $word }` berlebih pada perintah ini

## Nilai

not-a-value = `{ $text }` bukan { $wanted }
typed-text = teks
typed-yes-no = ya atau tidak
typed-number = bilangan bulat
typed-date = tanggal seperti 2026-11-23
typed-time = jam seperti 09:30
typed-moment = tanggal dan jam seperti 2026-11-23 09:30
typed-duration = lama waktu seperti 30m
typed-one-of = salah satu dari: { $names }
typed-weekday = nama hari seperti monday
typed-day-kind = jenis hari seperti workday
typed-list = daftar ({ $of }), dipisahkan dengan titik koma

## Yang dikatakan mesin selain itu

no-message = tidak ada pesan `{ $message }`
no-lane = tidak ada jalur `{ $lane }`
too-many-inputs = satu masukan untuk kasus { $case } memicu lebih dari { $limit } masukan lain
field-too-long = teks pada `{ $field }` berukuran { $found } bita; paling banyak { $most } yang diterima
field-too-many-items = isi `{ $field }` lebih dari { $most }
fields-too-many = { $found } nilai diberikan; sekali masuk paling banyak { $most }
fields-too-long = seluruh nilai lebih dari { $most } bita
request-too-long = nama permintaan berukuran { $found } bita; paling banyak { $most } yang diterima
actor-too-long = nama pelaku berukuran { $found } bita; paling banyak { $most } yang diterima
reason-too-long = alasannya berukuran { $found } bita; paling banyak { $most } yang diterima
facts-too-long = seluruh data kasus { $case } akan menjadi { $found } bita; satu kasus paling banyak { $most }
journal-full = kasus { $case } telah menerima { $most } masukan, batas untuk satu kasus; kasus ini masih dapat dibatalkan
effects-too-many = ini akan menimbulkan { $found } akibat pada kasus { $case }; sekaligus paling banyak { $most }
children-too-many = kasus { $case } akan memiliki { $found } kasus turunan yang berjalan; paling banyak { $most }
older-edition = kasus { $case } berjalan menurut edisi buku yang lebih lama, yang memerlukan tindakan { $names }
case-damaged = data kasus { $case } yang tersimpan tidak dapat dibaca: { $what }
