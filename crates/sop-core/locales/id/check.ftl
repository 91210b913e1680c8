### Temuan pemeriksaan pada buku yang sudah dapat dibaca.

## Jawaban, syarat, dan hasil akhir

answer-twice = `{ $answer }` tertulis dua kali pada `{ $node }`
    .here = tanda panah kedua
    .first = tanda panah pertama
    .mend = pertahankan salah satunya

missing-answer = `{ $node }` belum mempunyai tanda panah untuk jawaban { $answers }
    .here = ada jawaban yang belum ditulis
    .mend = tambahkan `{ $first } -> LANGKAH`

no-otherwise = `{ $node }` belum menyebutkan kelanjutannya bila tidak ada syarat yang terpenuhi
    .here = `otherwise` belum ditulis
    .mend = tambahkan `otherwise -> LANGKAH` sebagai tanda panah terakhir

missing-outcome = `{ $node }` belum mempunyai tanda panah untuk hasil akhir { $ends } dari alur `{ $flow }`
    .here = ada hasil akhir yang belum ditulis
    .called = alur ini dapat berakhir demikian
    .mend = tambahkan `{ $first } -> LANGKAH`, atau `otherwise -> LANGKAH` untuk semua yang tersisa

## Fakta

fact-may-be-unknown = `{ $fact }` mungkin belum diketahui di sini
    .here = membaca `{ $fact }`
    .kept = disimpan di sini, belum diketahui pada awal kasus
    .way = Pada jalan { $way } tidak ada yang mengisinya.
    .begins = Kasus dimulai dari { $way }: belum ada yang dapat mengisinya.
    .ends = `{ $flow }` dapat berakhir di sini tanpa mengetahuinya
    .lost = `{ $flow }` menyerahkannya tanpa nilai pada jalan menuju { $way }.
    .in-step = tulis `fill { $fact }` dalam langkah `{ $step }`, atau tanyakan lebih dahulu dalam `decide`: `when { $fact } is known -> …`
    .before-stage = isi fakta itu sebelum tahap dimulai: `fill { $fact }` dalam langkah sebelumnya
    .mend = isi fakta itu lebih dahulu dengan `fill { $fact }` dalam sebuah langkah, atau tanyakan dalam `decide`: `when { $fact } is known -> …`

## Dasar

no-ground = { $what } belum mempunyai dasar
    .here = mengapa ini ada di sini?
    .mend = tambahkan `cites KLAUSUL`, `derived from KLAUSUL "alasan"`, atau `assumed "alasan"`
    .node = `{ $node }`
    .deadline = batas waktu ini
    .arrow = tanda panah ini
    .interruption = interupsi ini

## Jalan di dalam alur

automatic-loop = langkah-langkah ini berputar dengan sendirinya: { $nodes }
    .here = bagian dari putaran
    .mend = sisipkan langkah yang dikerjakan orang, `wait`, atau tindakan ke dalam putaran, atau arahkan putaran itu keluar

taken-again = `{ $node }` akan dilewati berulang-ulang tanpa henti
    .here = yang ditunggu di sini sudah datang
    .mend = arahkan tanda panahnya ke depan: ke langkah yang dikerjakan orang, ke penantian lain, atau ke akhir
wait-in-a-circle = menurut waktu, dari sini kasus hanya kembali menunggu: { $nodes }
    .here = jalan keluar menurut waktu kembali ke penantian
    .mend = arahkan salah satu batas waktunya ke sebuah langkah atau akhir, atau tulis `without limit` bila kasus memang boleh menunggu selamanya

no-end = alur `{ $flow }` tidak mempunyai akhir
    .here = tidak ada `end` dalam alur ini
    .mend = tulis `end NAMA "…"` di tempat prosedur selesai

unreachable-step = tidak ada jalan menuju `{ $node }`
    .here = tidak pernah dicapai
    .mend = buat tanda panah menuju langkah ini (`-> { $node }`), atau hapus langkah ini

leads-nowhere = tidak ada tanda panah yang keluar dari `{ $node }`
    .here = kasus akan tertahan di sini
    .mend-decide = tulis jawabannya: `yes -> LANGKAH  no -> LANGKAH`
    .mend-choose = tulis syaratnya: `when … -> LANGKAH  otherwise -> LANGKAH`
    .mend-wait = tulis apa yang ditunggu: `on PERISTIWA -> LANGKAH` atau `after 1h -> LANGKAH`
    .mend-call = tulis tanda panah untuk setiap hasil akhir alur yang dipanggil: `HASIL -> LANGKAH`
    .mend-step = tulis `then LANGKAH` di dalamnya, atau pernyataan lain sesudahnya

no-way-to-end = dari `{ $node }` tidak ada jalan ke akhir
    .here = kasus yang sampai di sini tidak pernah berakhir
    .mend = arahkan tanda panah keluar dari putaran ini, hingga sampai ke sebuah `end`

## Tahap, langkah paralel, penantian

never-resumed = tidak ada yang menginterupsi tahap `{ $stage }`
    .here = kembali ke tempat tahap itu diinterupsi
    .stage = tahap ini tidak mempunyai `when … -> …`
    .mend = tulis `-> { $stage }` untuk memulai tahap itu dari awal, atau tambahkan interupsi padanya

lonely-branch = langkah paralel `{ $parallel }` mempunyai kurang dari dua cabang
    .here = tidak ada yang berjalan bersamaan dengannya
    .mend = tambahkan cabang, atau tulis langkah-langkahnya tanpa `parallel`

wait-for-ever = `{ $node }` dapat menunggu selamanya
    .here = tidak ada jalan keluar menurut waktu
    .mend = tambahkan `after 1h -> LANGKAH`, atau nyatakan bahwa memang demikian: `without limit`

## Tabel

table-not-proved = tabel `{ $table }` terlalu besar untuk diperiksa seluruhnya
    .here = belum terbukti
    .mend = pecah menjadi beberapa tabel yang lebih kecil

table-gap = tidak ada baris `{ $table }` yang berlaku untuk { $value }
    .here = ada celah dalam tabel ini
    .mend = tambahkan baris untuk nilai itu, atau perluas rentang pada baris yang berbatasan dengannya

table-overlap = dua baris `{ $table }` sama-sama berlaku untuk { $value }
    .here = baris ini
    .first = dan baris ini
    .mend = persempit salah satunya; `A to B` berlaku sejak A hingga tepat sebelum B, sedangkan `A through B` berlaku sampai dengan B

# Satu nilai kolom tabel, sebagai contoh celah atau tumpang tindih.
witness-time = `pukul { $value }`
witness-day = `hari { $value }`
witness-of = `{ $column } { $value }`
witness-other = `nilai { $value }`

## Yang tidak pernah dipakai

never-used = { $what } `{ $name }` tidak pernah dipakai
    .here = didefinisikan, tetapi tidak dipakai
    .mend = pakai dalam sebuah alur, atau hapus

fact-never-used = fakta `{ $fact }` dari alur `{ $flow }` tidak pernah dipakai
    .here = tidak dibaca dan tidak ditulis
    .mend = pakai fakta itu, atau hapus
