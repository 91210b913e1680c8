### Sebutan hal-hal dalam buku: polos, dan di dalam kalimat.

kind-lane = jalur
kind-system = sistem
kind-event = peristiwa
kind-action = tindakan
kind-message = pesan
kind-setting = pengaturan
kind-calendar = kalender
kind-hours = jam kerja
kind-table = tabel
kind-flow = alur
kind-rule = aturan
kind-scenario = skenario

# Pernyataan dalam alur.
kind-stage = tahap
kind-parallel = langkah paralel
kind-branch = cabang
kind-wait = langkah tunggu
kind-decide = keputusan
kind-end = akhir
kind-step = langkah
