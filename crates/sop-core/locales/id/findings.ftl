### Yang mengiringi setiap temuan.

severity-error = kesalahan
severity-warning = peringatan
severity-note = catatan
heading-why = alasan
heading-mend = perbaikan

count-errors = { $count } kesalahan
count-warnings = { $count } peringatan
count-notes = { $count } catatan

book-without-flow = buku tidak mempunyai alur
    .here = tidak ada yang dapat dijalankan
    .mend = tulis `flow NAMA "…" {"{"} … {"}"}`

more-findings = masih ada { $count } kesalahan lain dalam berkas ini
    .here = mulai dari sini kesalahan hanya dihitung
    .mend = perbaiki kesalahan di atas, lalu periksa lagi

more-warnings = masih ada { $count } peringatan lain dalam berkas ini

# Sebuah deretan: `count` adalah banyaknya sebelum yang terakhir.
list-and = { $count ->
    [1] { $first } dan { $last }
   *[other] { $first }, dan { $last }
}

# Berlaku untuk banyak hal.
did-you-mean = mungkin maksudnya `{ $near }`?
use-one-of = gunakan salah satu dari: { $names }
given-twice = `{ $what }` tertulis dua kali
    .here = yang kedua
    .mend = pertahankan salah satunya
