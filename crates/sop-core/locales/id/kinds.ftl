### Sebutan hal-hal dalam buku: polos, dan di dalam kalimat.

kind-lane = jalur
    .a = jalur
kind-system = sistem
    .a = sistem
kind-event = peristiwa
    .a = peristiwa
kind-action = tindakan
    .a = tindakan
kind-message = pesan
    .a = pesan
kind-setting = pengaturan
    .a = pengaturan
kind-calendar = kalender
    .a = kalender
kind-hours = jam kerja
    .a = jam kerja
kind-table = tabel
    .a = tabel
kind-flow = alur
    .a = alur
kind-rule = aturan
    .a = aturan
kind-scenario = skenario
    .a = skenario

# Pernyataan dalam alur.
kind-stage = tahap
kind-parallel = langkah paralel
kind-branch = cabang
kind-wait = langkah tunggu
kind-decide = keputusan
kind-end = akhir
kind-step = langkah

# Bagian dari hal lain.
kind-document = dokumen
kind-zone = zona waktu
kind-section = bagian dokumen
kind-clause = klausul
kind-choice = pilihan
kind-fact = fakta
kind-parameter = parameter
kind-field = data peristiwa
kind-input = masukan tindakan
kind-output = keluaran tindakan
