### Bantuan: guna setiap perintah, dan apa yang dapat ditulis sesudahnya.

help-usage = Pemakaian:
help-commands = Perintah
help-arguments = Argumen
help-options = Opsi
help-print = Tampilkan bantuan
help-version = Tampilkan versi
help-of = Tampilkan bantuan ini, atau bantuan sebuah perintah

help-sop = Prosedur operasi standar sebagai program: diperiksa, digambar, dan dijalankan
    .verbose = Tampilkan lebih banyak rincian pada keluaran galat; tulis dua kali untuk semuanya
    .lang = Bahasa program; jika tidak ditulis: menurut SOP_LANG, LC_ALL, LC_MESSAGES, atau LANG; selain itu Inggris
    .more =
        Contoh:
          sop check sop/customer-handling          apakah buku ini benar?
          sop explain S201                         apa arti temuan ini?
          sop fmt                                  merapikan tata letak berkasnya
          sop graph live_chat > live_chat.svg      menggambar alur
          sop test                                 apakah skenarionya masih lulus?
          sop conform                              apakah buku mengikuti dokumennya?
          sop run live_chat                        mengerjakan kasus di meja kerja
          sop cases                                kasus apa saja yang berjalan
          sop show 1                               apa yang terjadi pada kasus 1

# Argumen yang ada pada beberapa perintah.
help-shared =
    .book = Folder buku, atau salah satu berkasnya
    .store = Berkas tempat kasus disimpan
    .flow = Nama alur
    .json = Satu dokumen JSON, bukan teks
    .with = Pengaturan buku: NAMA=ISI

help-check = Periksa buku: setiap kesalahan beserta tempat, alasan, dan perbaikannya
    .deny_warnings = Peringatan dianggap kesalahan
    .watch = Periksa lagi setiap kali buku disimpan, sampai Ctrl-C; dengan --json satu baris setiap kali
    .more =
        Kode keluar: 0 tidak ada kesalahan, 1 ada kesalahan, 2 perintah ini sendiri gagal.

        Contoh:
          sop check sop/customer-handling
          sop check sop/customer-handling/live_chat.sop
          sop check --watch sop/customer-handling
          sop check --deny-warnings --json sop/customer-handling > findings.json

help-document = Membaca dokumen terkendali dan memelihara daftar klausulnya dalam buku
    .document = Dokumennya: teks biasa, Markdown, Word (.docx), atau PDF yang teksnya dapat dipilih
    .more =
        Daftar klausul memuat nomor, halaman, lajur, waktu, ucapan yang ditetapkan dan sidik setiap klausul; kalimat dokumen tidak pernah disalin.

        Contoh:
          sop document read prosedur.pdf
          sop document adopt prosedur.pdf --book sop/customer-handling
help-read = Menampilkan yang terbaca dari dokumen: bagian, klausul, isinya, dan kejanggalannya
    .more =
        Contoh:
          sop document read prosedur.docx
          sop document read prosedur.txt --json | jq '.clauses[].id'
help-adopt = Menulis atau memperbarui daftar klausul dalam buku; inti dan komentar tetap
    .check = Hanya tampilkan yang akan berubah; kode keluar 1 bila ada
    .more =
        Kalimat dokumen tidak ikut ditulis. Klausul baru mendapat tanda `?` pada tempat intinya, dan `sop check` mengingatkan sampai inti itu ditulis.

        Kode keluar: 0 selesai, 1 dengan --check ada yang akan berubah, 2 perintah gagal.

        Contoh:
          sop document adopt prosedur.pdf --check
          sop document adopt prosedur.pdf --book sop/customer-handling

help-explain = Jelaskan kode temuan: artinya, mengapa penting, dan cara memperbaikinya
    .code = Kodenya, misalnya S201, dengan huruf besar atau kecil; atau nama polanya; semua kode jika tidak ditulis
    .more =
        Contoh:
          sop explain                              semua kode
          sop explain S2                           semua kode yang diawali demikian
          sop explain S201
          sop explain unreachable-step --lang en
          sop explain S201 --json | jq -r .mend

help-fmt = Rapikan tata letak berkas agar seragam; catatan dan maknanya tidak berubah
    .path = Folder beserta semua berkas .sop di dalamnya, satu berkas, atau `-`: dari masukan standar ke keluaran standar
    .check = Jangan ubah apa pun; tampilkan apa yang akan berubah, dan gagal jika ada
    .more =
        Berkas yang teksnya mengandung kesalahan dibiarkan apa adanya; begitu pula berkas yang dikunci hanya-baca.

        Kode keluar: 0 semua baik, 1 ada kesalahan atau, dengan --check, ada berkas yang akan berubah, 2 perintah ini sendiri gagal.

        Contoh:
          sop fmt sop/customer-handling
          sop fmt sop/customer-handling/live_chat.sop
          sop fmt --check sop/customer-handling    untuk CI
          sop fmt - < draf.sop                     untuk editor

help-graph = Gambar alur, dengan jalur berdampingan
    .format = Bentuk gambarnya: svg (untuk peramban), mermaid, dot (untuk Graphviz), atau json (data)
    .language = Bahasa keterangan gambar, id atau en; jika tidak ditulis, bahasa program
    .output = Tulis ke berkas ini, bukan ke keluaran standar
    .more =
        Contoh:
          sop graph live_chat > live_chat.svg
          sop graph ticket --format mermaid
          sop graph email --format json | jq '.nodes[].name'

help-conform = Bandingkan buku dengan dokumennya: setiap klausul, siapa, urutannya, waktunya, dan ucapannya
    .document = Bandingkan juga daftar klausul dengan dokumen ini: teks, Markdown, PDF, atau Word
    .section = Hanya bagian ini beserta isinya
    .fail_on = Mulai tingkat mana temuan membuat buku dianggap gagal: error (buku lain dari dokumen), warning (ada yang masih terbuka), atau note (ada yang diasumsikan)
    .baseline = Daftar temuan yang sudah diketahui, masing-masing dengan alasan dan tanggal akhirnya
    .today = Tanggal untuk menilai daftar itu, TTTT-BB-HH; kalau tidak diisi, hari ini
    .write_baseline = Catat semua yang gagal sebagai sudah diketahui ke berkas ini, dengan --reason dan --until; isi --baseline tetap
    .reason = Alasan temuan itu diterima
    .until = Tanggal terakhir temuan itu diterima, TTTT-BB-HH
    .report = Bentuk laporannya: terminal, json (data), sarif (untuk layanan kode), junit (XML untuk server pengujian), atau html (halaman untuk peramban)
    .output = Tulis laporan ke berkas ini, bukan ke keluaran standar
    .more =
        Tanpa --document, alur dibandingkan dengan daftar klausul di dalam buku; dengan --document, daftar itu dibandingkan juga dengan dokumen.

        Kode keluar: 0 buku mengikuti dokumen, 1 buku menyimpang atau mempunyai kesalahan, 2 perintah ini sendiri gagal.

        Contoh:
          sop conform
          sop conform sop/customer-handling --document prosedur.pdf
          sop conform --section 8.5 --lang en
          sop conform --report html --output conform.html
          sop conform --report sarif --output conform.sarif
          sop conform --fail-on warning --write-baseline known.toml --reason "sudah ditanyakan" --until 2027-01-31
          sop conform --fail-on warning --baseline known.toml

help-diff = Sebutkan apa yang berubah di antara dua revisi buku, dan kasus mana yang akan terlantar karenanya
    .old = Revisi lama: folder buku, atau salah satu berkasnya
    .new = Revisi baru: folder buku, atau salah satu berkasnya
    .flow = Hanya alur ini
    .picture = Gambar juga kedua revisi alur itu, ditumpuk menjadi satu, ke berkas ini (SVG)
    .store = Sebutkan juga, untuk setiap kasus yang berjalan dalam penyimpanan ini, apakah dapat dipindahkan
    .exit_code = Berakhir dengan kode 1 jika ada yang berubah
    .more =
        + berarti baru, - berarti dihapus, ~ berarti diubah. Tidak ada kasus yang dipindahkan: itu tugas `sop cases move`.

        Kode keluar: 0 kedua revisi sudah dibandingkan, 1 sebuah buku mempunyai kesalahan (atau, dengan --exit-code, ada yang berubah), 2 perintah ini sendiri gagal.

        Contoh:
          sop diff lama/customer-handling sop/customer-handling
          sop diff lama/customer-handling --flow live_chat --picture live_chat.svg
          sop diff lama/customer-handling --store .sop/cases.db --with ticket_sla=24h
          sop diff lama/customer-handling --json | jq '.changes.groups[].changes[] | select(.reach == "stranding")'

help-test = Jalankan skenario buku dalam waktu virtual, dan sebutkan apa yang tidak dicapai satu pun skenario
    .flow = Hanya skenario dan cakupan alur ini
    .scenario = Hanya skenario ini
    .report = Bentuk laporannya: terminal, json (data), atau junit (XML untuk server pengujian)
    .output = Tulis laporan ke berkas ini, bukan ke keluaran standar
    .explore = Tempuh juga sekian perjalanan acak pada setiap alur; yang gagal ditampilkan sebagai skenario pendek
    .seed = Awal keacakan: angka yang sama menghasilkan perjalanan yang sama di mana pun
    .min_coverage = Gagal jika pada salah satu alur kurang dari sekian persen langkah, tanda panah, pengatur waktu, interupsi, dan akhir tercapai
    .more =
        Kode keluar: 0 semua lulus, 1 ada yang gagal atau buku mempunyai kesalahan, 2 perintah ini sendiri gagal.

        Contoh:
          sop test
          sop test sop/customer-handling --flow live_chat
          sop test --scenario chat_silent --lang en
          sop test --min-coverage 100 --report junit --output scenarios.xml
          sop test --explore 1000 --seed 7

help-run = Kerjakan kasus di meja kerja: apa yang dilakukan, dikatakan, dan dijawab
    .with = Fakta yang diterima alur, atau pengaturan buku: NAMA=ISI
    .new = Mulai kasus baru walaupun masih ada kasus yang berjalan
    .case = Lanjutkan kasus ini
    .clock = Jam yang dipakai: real (jam sistem), atau virtual (hanya maju bila dimajukan)
    .at = Awal jam virtual, menurut zona waktu buku: 'TTTT-BB-HH JJ:MM'
    .script = Baca perintah dari berkas ini (`-`: masukan standar), dengan jam virtual
    .language = Bahasa yang diucapkan kepada nasabah: id atau en
    .plain = Baris demi baris, tanpa layar tersendiri
    .more =
        Kasus yang masih berjalan pada alur ini dilanjutkan; --new memulai kasus baru.

        Di meja kerja: ketik nomor sebuah baris untuk melakukannya; `w 1m` memajukan jam virtual; `q` keluar (kasus tersimpan).

        Skrip memuat satu perintah per baris (`#` mengawali catatan):
          at 2026-11-23 17:58                      awal jam virtual (hanya di baris awal)
          with customer=Budi ticket_sla=4h         fakta alur dan pengaturan (hanya di baris awal)
          do greet                                 langkah ini selesai
          do identify need="Gadai emas"            ... beserta isiannya
          answer solvable no                       keputusan ini dijawab
          event customer_replied text="Halo"       sesuatu terjadi
          advance 1m                               jam virtual maju
          expect at ask_once                       kasus berada di sana
          expect say still_there                   inilah ucapan terakhir
          expect ended handled                     kasus sudah selesai
          do ticket:receive                        ALUR:NAMA berarti kasus yang dimulai di tengah jalan

        Contoh:
          sop run live_chat --with customer=Budi --with agent_name=Sari
          sop run live_chat --clock virtual --at '2026-11-23 17:58'
          sop run live_chat --script tests/scripts/live_chat.script --store /tmp/cases.db

help-cases = Tampilkan daftar kasus dalam penyimpanan
    .open = Hanya yang masih berjalan
    .flow = Hanya dari alur ini
    .more =
        Contoh:
          sop cases
          sop cases --open --flow live_chat
          sop cases --json | jq '.[].id'
          sop cases move sop/customer-handling

help-move = Pindahkan kasus yang berjalan ke buku yang sekarang, selama tidak ada yang terlantar
    .case = Hanya kasus ini beserta keluarganya; boleh ditulis lebih dari sekali
    .apply = Lakukan pemindahan
    .more =
        Tanpa --apply tidak ada yang diubah: hanya rencananya yang ditampilkan. Kasus yang akan terlantar tetap memakai revisi saat kasus itu dimulai; kasus dalam satu keluarga berpindah bersama atau tidak sama sekali.

        Kode keluar: 0 semua dapat dipindahkan, 1 ada yang tetap, 2 perintah ini sendiri gagal.

        Contoh:
          sop cases move sop/customer-handling
          sop cases move sop/customer-handling --with ticket_sla=24h --apply
          sop cases move --case 12 --json | jq '.cases[].reasons'

help-show = Tampilkan kasus: posisinya sekarang, dan semua yang terjadi padanya
    .case = Nomor kasus
    .language = Bahasa ucapan kepada nasabah: id atau en
    .more =
        Contoh:
          sop show 1
          sop show 1 --json | jq '.journal[].input'

help-store = Rawat penyimpanan kasus: periksa, cadangkan, pulihkan, atau perbaiki
    .more =
        Penyimpanan itu tidak boleh sedang dipakai program lain.

        Bila penyimpanan ditolak atau suatu masukan gagal:
          ruang habis             sediakan ruang, lalu kirim masukan itu lagi: tidak ada bagiannya yang tersimpan
          tidak dapat ditulis     beri hak tulis; verify dan backup tetap dapat dijalankan tanpa itu
          gagal                   jalankan ulang: saat dibuka terlihat apakah masukan terakhir tersimpan; periksa disknya
          rusak                   sop store verify menyebut apa yang rusak; pulihkan cadangan terakhir; bila tidak ada: sop store repair
          log-nya hilang          kembalikan NAMA-wal ke sebelah NAMA; bila tidak bisa, perlakukan sebagai rusak
          sedang dipakai          hentikan program lain itu; salinan saat berjalan dibuat oleh program itu sendiri
          formatnya lebih baru    jalankan program yang lebih baru; isinya tidak diubah
          program dimatikan paksa jalankan lagi: semua yang sudah diterima tetap ada
          backup, restore, atau repair terputus: penyimpanan lama tetap seperti semula; ulangi saja

        Contoh:
          sop store verify
          sop store backup .sop/cases.db /cadangan/kasus-senin.db
          sop store restore /cadangan/kasus-senin.db

help-verify = Baca seluruh penyimpanan, dan sebutkan semua yang rusak
    .more =
        Tidak ada yang ditulis; berkasnya cukup dapat dibaca.

        Kode keluar: 0 penyimpanan utuh, 1 ada yang rusak, 2 sama sekali tidak dapat dibaca.

        Contoh:
          sop store verify
          sop store verify --store /cadangan/kasus-senin.db
          sop store verify --json | jq '.damage[].case'

help-backup = Buat salinan penyimpanan yang sudah diperiksa
    .from = Penyimpanan yang disalin
    .to = Tempat salinannya
    .force = Gantikan berkas yang sudah ada di sana
    .more =
        Salinannya satu berkas, dan diperiksa dahulu sebelum diberi nama; penyimpanan yang rusak tidak disalin. Penyimpanan asalnya tidak diubah.

        Contoh:
          sop store backup .sop/cases.db /cadangan/kasus-senin.db
          sop store backup --force .sop/cases.db /cadangan/kasus-terbaru.db

help-restore = Gantikan penyimpanan dengan salinannya; yang lama tetap disimpan
    .from = Salinan yang dipakai
    .more =
        Salinan diperiksa dahulu. Penyimpanan yang digantikan tetap disimpan di sampingnya, dengan nama yang disebutkan.

        Contoh:
          sop store restore /cadangan/kasus-senin.db
          sop store restore /cadangan/kasus-senin.db --store /var/lib/desk/cases.db

help-repair = Selamatkan bagian yang utuh dari penyimpanan yang rusak ke penyimpanan baru
    .from = Penyimpanan yang rusak
    .to = Tempat penyimpanan baru
    .more =
        Kasus diselamatkan bila semua masukannya masih ada; bagian lain yang rusak disusun ulang dari masukan itu. Tidak ada yang dikarang, dan penyimpanan yang rusak tidak diubah. Bila ada cadangan, lebih baik pulihkan cadangan itu.

        Kode keluar: 0 tidak ada yang hilang, 1 ada atau mungkin ada yang hilang, 2 perintah ini sendiri gagal.

        Contoh:
          sop store repair .sop/cases.db .sop/baru.db
          sop store repair --json .sop/cases.db .sop/baru.db | jq '.cases[] | select(.fate == "lost")'

help-completions = Tampilkan skrip pelengkapan perintah untuk shell
    .shell = Shell yang dipakai: bash, elvish, fish, powershell, atau zsh
    .more =
        Contoh:
          sop completions bash > ~/.local/share/bash-completion/completions/sop
          sop completions fish > ~/.config/fish/completions/sop.fish
