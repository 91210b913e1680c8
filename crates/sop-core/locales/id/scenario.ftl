### Skenario: apa yang terjadi, apa yang diharapkan, apa yang tidak cocok.

# Garis waktu

run-began = kasus `{ $flow }` dimulai
run-began-with = kasus `{ $flow }` dimulai: { $given }
run-done = `{ $node }` dikerjakan
run-done-with = `{ $node }` dikerjakan: { $given }
run-answered = `{ $node }` dijawab `{ $answer }`
run-came = peristiwa `{ $event }` terjadi
run-came-with = peristiwa `{ $event }` terjadi: { $given }
run-late = batas waktu `{ $node }` terlampaui
run-late-stage = batas waktu tahap `{ $stage }` terlampaui
run-late-rule = batas waktu aturan `{ $rule }` terlampaui
run-waited = waktu tunggu di `{ $node }` habis
run-silent = tidak ada respons selama tahap `{ $stage }`
run-acted = sistem menyelesaikan `{ $node }`
run-failed = sistem gagal mengerjakan `{ $node }`
run-failed-because = sistem gagal mengerjakan `{ $node }`: { $why }
run-child-ended = kasus dari `{ $node }` berakhir dengan `{ $outcome }`
run-child-cancelled = kasus dari `{ $node }` dibatalkan
run-child-refused = { $what }; kasus ini tidak dapat menerimanya
run-waits = menunggu di `{ $node }`
run-said = mengucapkan `{ $message }`
run-told = memberi tahu `{ $lane }`: `{ $message }`
run-assigned = `{ $node }` siap dikerjakan `{ $lane }`
run-assigned-to-all = `{ $node }` siap dikerjakan
run-invoked = sistem diminta mengerjakan `{ $node }`
run-incident = `{ $node }` gagal dan perlu ditangani petugas
run-published = mengumumkan peristiwa `{ $event }`
run-started = memulai kasus `{ $flow }` melalui `{ $node }`
run-ended = berakhir dengan `{ $outcome }`
run-cancelled = kasus dibatalkan
run-cancelled-because = kasus dibatalkan: { $why }
run-broken = melanggar aturan `{ $rule }`: { $how }

breach-early = yang seharusnya mendahuluinya belum terjadi
breach-after = hal itu tidak boleh terjadi lagi sesudahnya
breach-came = hal itu tidak boleh terjadi
breach-often = hal itu terjadi terlalu sering
breach-missing = kasus berakhir, padahal yang diwajibkan belum terjadi
breach-late = yang seharusnya menyusul tidak terjadi pada waktunya
broken-at = terlihat di `{ $node }`

# Kegagalan

fault-unbuilt = buku ini tidak dapat dijalankan dengan pengaturan tersebut
fault-begin = kasus tidak dapat dimulai
fault-misfit = baris ini tidak cocok dengan keadaan kasus
fault-unmet = harapan tidak terpenuhi
fault-timer = waktunya tiba, tetapi kasus tidak dapat melanjutkan
fault-end = akhir kasus yang lain tidak dapat diterima
fault-broken = aturan `{ $rule }` dilanggar
fault-stuck = kasus tertahan: tidak ada lagi yang dapat terjadi
fault-unsteady = kesalahan pada mesin, bukan pada buku

expected-act = `{ $act }` dapat dilakukan
expected-rule = { $label }
expected-say = { $messages } diucapkan
expected-say-one = salah satu dari { $messages } diucapkan
expected-no-say = { $messages } tidak diucapkan
expected-tell = `{ $lane }` diberi tahu `{ $message }`
expected-publish = peristiwa `{ $event }` diumumkan
expected-at = kasus berada di `{ $node }`
expected-not-at = kasus tidak berada di `{ $node }`
expected-holds = `{ $condition }`
expected-ended = kasus berakhir dengan `{ $outcome }`
expected-open = kasus masih berjalan
expected-cancelled = kasus dibatalkan
expected-broken = aturan `{ $rule }` dilanggar

stands-at = kasus berada di { $nodes }
stands-ended = kasus sudah berakhir dengan `{ $outcome }`
stands-cancelled = kasus sudah dibatalkan
said = sejak itu diucapkan: { $messages }
said-nothing = sejak itu tidak ada yang diucapkan
said-before = `{ $message }` terakhir diucapkan pukul { $time }
told = sejak itu diberitahukan: { $messages }
told-nobody = sejak itu tidak ada yang diberi tahu
published = sejak itu diumumkan: { $events }
published-nothing = sejak itu tidak ada peristiwa yang diumumkan
fact-is = `{ $fact }` bernilai { $value }
fact-unknown = `{ $fact }` belum diketahui
now-is = waktu menunjukkan { $now }
broken-none = tidak ada aturan yang dilanggar
broken-others = aturan yang dilanggar: { $rules }

misfit-not-open = `{ $node }` sedang tidak menunggu siapa pun
misfit-event = kasus sedang tidak menunggu peristiwa `{ $event }`
misfit-no-case = belum ada kasus yang dimulai melalui `{ $node }`
misfit-time = waktu itu sudah lewat; sekarang { $now }
refused-over = kasus sudah selesai
refused-unknown = fakta `{ $fact }` dibaca, padahal belum diketahui
refused-no-row = tidak ada baris tabel atau syarat yang berlaku
refused-range = sebuah bilangan, waktu, atau lama waktu melampaui batas
refused-round = langkah otomatis berputar tanpa henti
refused-timers = pengatur waktu menyala terus tanpa henti
refused-end = tidak ada tanda panah untuk akhir kasus tersebut
refused-elsewhere = kasus `{ $flow }` tidak dapat melanjutkan: { $why }
refused-other = { $why }

fits-line = `{ $line }`
fits-or-failed = { $done } atau `{ $line }`
fits-timer = `{ $line }`: { $what }

# Laporan

test-failed = GAGAL { $flow } · { $name }
test-expected = diharapkan:
test-happened = terjadi:
test-fits = yang cocok sekarang:
test-timeline = garis waktu (nomor baris, waktu, kasus, kejadian):
test-earlier = { $count } kejadian sebelumnya tidak ditampilkan
test-found = DITEMUKAN { $flow } · perjalanan acak ke-{ $walk } ({ $acts } baris), dipersingkat menjadi { $short } baris
test-flow = alur
test-scenarios = skenario
test-steps = langkah
test-arrows = tanda panah
test-timers = pengatur waktu
test-interruptions = interupsi
test-ends = akhir
test-coverage = cakupan
test-step = langkah
test-arrow = tanda panah
test-timer = pengatur waktu
test-interruption = interupsi
test-end = akhir
test-passed-count = { $count } lulus
test-failed-count = { $failed } gagal dari { $count }
test-unreached = { $flow }: belum dicapai skenario mana pun
test-unreached-all = { $flow }: belum mempunyai skenario
test-more = dan { $count } lainnya
test-walks = perjalanan acak, benih { $seed }
test-walk-count = { $walks } perjalanan, { $acts } baris
test-walk-coverage = cakupan { $percent } %
test-found-nothing = tidak ada temuan
test-found-count = { $count } temuan
test-too-low = cakupan `{ $flow }` { $percent } %, padahal paling sedikit { $min } %
test-none = tidak ada skenario yang dijalankan
test-all-passed = { $count } skenario lulus
test-some-failed = { $failed } dari { $count } skenario gagal

found-label = Ditemukan melalui perjalanan acak
