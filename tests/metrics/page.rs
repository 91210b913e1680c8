//! A page of metrics, fetched and read as Prometheus would.

use opentelemetry_prometheus_text_exporter::PrometheusExporter;
use prometheus_parse::{Scrape, Value};
use std::collections::BTreeMap;
use std::fmt;
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

/// A page: every number with its labels, those of scope and target left out.
pub(crate) struct Page {
    text: String,
    samples: Vec<(String, BTreeMap<String, String>, f64)>,
}

impl Page {
    /// Over a socket, as a scraper does.
    pub(crate) async fn scrape(address: SocketAddr) -> Self {
        let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
        let ask = format!("GET /metrics HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
        stream.write_all(ask.as_bytes()).await.unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.1 200 OK"), "{head}");
        assert!(head.contains("content-type: text/plain; version=0.0.4"), "{head}");
        Self::read(body)
    }

    /// Without a socket.
    pub(crate) fn of_exporter(exporter: &PrometheusExporter) -> Self {
        let mut page = Vec::new();
        exporter.export(&mut page).unwrap();
        Self::read(&String::from_utf8(page).unwrap())
    }

    fn read(text: &str) -> Self {
        let scrape = Scrape::parse(text.lines().map(|line| Ok(line.to_owned()))).unwrap();
        let mut samples = Vec::new();
        for sample in scrape.samples {
            let labels = sample.labels.iter().filter(|(name, _)| !name.starts_with("otel_scope"));
            let labels: BTreeMap<_, _> = labels.map(|(name, value)| (name.clone(), value.clone())).collect();
            match sample.value {
                Value::Counter(v) | Value::Gauge(v) | Value::Untyped(v) => {
                    samples.push((sample.metric, labels, v));
                }
                // Bounds rise, and so do the counts below them.
                Value::Histogram(buckets) => {
                    assert!(buckets.is_sorted_by(|a, b| a.less_than < b.less_than && a.count <= b.count));
                    let all = buckets.last().unwrap();
                    assert!(all.less_than.is_infinite());
                    samples.push((format!("{}_all", sample.metric), labels, all.count));
                }
                Value::Summary(_) => panic!("nothing is a summary: {}", sample.metric),
            }
        }
        let page = Self { text: text.to_owned(), samples };
        // Every number that stands in the text was read: the parser passes over what it doesn't understand.
        let lines = text.lines().filter(|l| !l.starts_with('#') && !l.contains("_bucket{") && !l.is_empty());
        let read = page.samples.iter().filter(|(name, ..)| !name.ends_with("_all")).count();
        assert_eq!(lines.count(), read, "{page}");
        page
    }

    /// The sum of all series that have these labels, and maybe others.
    pub(crate) fn value(&self, name: &str, labels: &[(&str, &str)]) -> f64 {
        let fits = |of: &BTreeMap<String, String>| {
            labels.iter().all(|(name, value)| of.get(*name).is_some_and(|v| v == value))
        };
        self.samples.iter().filter(|(n, of, _)| n == name && fits(of)).map(|(.., value)| value).sum()
    }

    /// The sum of all series.
    pub(crate) fn sum(&self, name: &str) -> f64 {
        self.value(name, &[])
    }

    /// All series that are not 0, by their labels.
    pub(crate) fn of(&self, name: &str) -> BTreeMap<Vec<(String, String)>, f64> {
        let series = self.samples.iter().filter(|(n, _, value)| n == name && *value != 0.0);
        series.map(|(_, labels, value)| (labels.clone().into_iter().collect(), *value)).collect()
    }
}

impl fmt::Display for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}
