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
