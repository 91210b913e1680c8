### Tanda panah yang mengambil semua jalan dari yang lain.

event-twice = ada dua tanda panah untuk peristiwa `{ $event }`
    .here = tidak pernah dilalui
    .first = selalu yang ini yang dilalui
    .mend = pertahankan salah satunya
condition-twice = syarat ini tertulis dua kali
    .here = tidak pernah dilalui
    .first = selalu yang ini yang dilalui
    .mend = pertahankan salah satunya, atau ubah syaratnya
timer-never-fires = batas waktu ini tidak pernah tercapai
    .here = selalu didahului yang lain
    .first = yang ini datang lebih dahulu, lalu pindah atau mengatakan hal yang sama
    .mend = buat lebih pendek daripada yang lain, atau hapus
done-again = yang selesai mengerjakan `{ $node }` harus mengerjakannya lagi
    .here = kembali ke langkah ini sendiri
    .mend = arahkan ke langkah berikutnya; bila langkah ini boleh diulang, biarkan orang yang memutuskannya
nothing-decided = apa pun jawaban pada `{ $node }`, kelanjutannya sama
    .here = semua tanda panah menuju `{ $target }`
    .mend = arahkan jawabannya ke langkah yang berbeda, atau jadikan langkah biasa
silence-within = tanpa respons, kasus menuju `{ $target }` yang berada di dalam tahap `{ $stage }` sendiri
    .here = interupsi ini akan memotongnya lagi bila nasabah tetap diam
    .target = langkah ini berada di dalam tahap itu
    .mend = pindahkan `{ $target }` ke luar tahap, lalu kembali dengan `resume { $stage }`
lonely-answer = `{ $node }` hanya memiliki satu jawaban
    .here = tidak ada yang perlu diputuskan
    .mend = tambahkan jawaban lain, atau jadikan langkah biasa
