//! https: with a certificate that was brought along, and with the laptop's own CA for production's own phones.
//! Real handshakes, by a client that trusts only what the story says.

use quiethold::{
    protocol::{ClientFrame, HubFrame, SUBPROTOCOL, View},
    sealed::padded_length,
    words::{Command, CommandId, Role, Secure},
};
use quiethold_tests::{Hub, Line, Options, PATIENCE, Tap, http};
use rcgen::{CertificateParams, Issuer, KeyPair};
use std::{collections::BTreeSet, fs, net::SocketAddr, path::Path, sync::Arc, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::{sleep, timeout},
};
use tokio_rustls::{
    TlsConnector,
    client::TlsStream,
    rustls::{
        ClientConfig, RootCertStore,
        client::{WebPkiServerVerifier, danger::ServerCertVerifier},
        crypto::ring,
        pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime, pem::PemObject},
    },
};
use uuid::Uuid;

fn roots(trusted: &[u8]) -> Arc<RootCertStore> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from(trusted.to_vec())).expect("a certificate");
    Arc::new(roots)
}

/// A phone that trusts this certificate and nothing else opens a connection to `name`.
async fn connect(hub: SocketAddr, trusted: &[u8], name: &str) -> std::io::Result<TlsStream<TcpStream>> {
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("ring has them")
        .with_root_certificates(roots(trusted))
        .with_no_client_auth();
    let name = ServerName::try_from(name.to_owned()).expect("a name");
    let tcp = TcpStream::connect(hub).await?;
    timeout(PATIENCE, TlsConnector::from(Arc::new(config)).connect(name, tcp)).await.expect("the hub answers")
}

async fn ask(mut tls: TlsStream<TcpStream>, host: &str, path: &str) -> String {
    let request = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    tls.write_all(request.as_bytes()).await.expect("the hub listens");
    let mut answer = Vec::new();
    let _ = timeout(PATIENCE, tls.read_to_end(&mut answer)).await.expect("the hub answers");
    String::from_utf8_lossy(&answer).into_owned()
}

/// What the hub gives to phones that are to trust it.
fn ca_of(hub: &Hub) -> Vec<u8> {
    let pem = fs::read(hub.folder.join("ca.crt")).expect("the CA lies in the folder");
    CertificateDer::from_pem_slice(&pem).expect("a certificate").to_vec()
}

fn with_ca() -> Hub {
    Hub::with(Options { args: vec!["--tls-local-ca".into()], ..Options::default() })
}

#[tokio::test]
async fn a_phone_that_was_set_up_speaks_https_and_any_other_refuses_to() {
    let hub = with_ca();
    assert!(hub.ready.url.starts_with("https://"), "{}", hub.ready.url);
    let ca = ca_of(&hub);
    let page =
        ask(connect(hub.address, &ca, "127.0.0.1").await.expect("trusted"), &hub.address.to_string(), "/")
            .await;
    assert!(page.starts_with("HTTP/1.1 200"), "{page}");
    let another = with_ca();
    let not_it = ca_of(&another);
    connect(hub.address, &not_it, "127.0.0.1").await.expect_err("another laptop's CA");
    connect(hub.address, &ca, "127.0.0.9").await.expect_err("another address");
    connect(hub.address, &ca, "stage4.example.org").await.expect_err("another name");
}

#[tokio::test]
async fn over_https_a_phone_joins_and_reads_that_it_is_safe() {
    let hub = with_ca();
    let tls = connect(hub.address, &ca_of(&hub), "127.0.0.1").await.expect("trusted");
    let origin = format!("https://{}", hub.address);
    let mut line = Line::over_tls(tls, hub.address, &origin).await.expect("the hub takes the socket");
    line.join(hub.invite(Role::Crew), "Sound").await;
    let view = line
        .until(|frame| match frame {
            HubFrame::Welcome { view, .. } => Some(view),
            _ => None,
        })
        .await;
    let View::Public(view) = view else { panic!("crew see what is public: {view:?}") };
    assert_eq!(view.hub.secure, Secure::Tls);
    // A page that came in the clear may have been changed on its way.
    let tls = connect(hub.address, &ca_of(&hub), "127.0.0.1").await.expect("trusted");
    let in_the_clear = format!("http://{}", hub.address);
    assert!(Line::over_tls(tls, hub.address, &in_the_clear).await.is_err(), "{SUBPROTOCOL}");
}

/// The lengths of what TLS records carry. TLS 1.3 adds a byte and a tag of 16.
fn carried(mut records: &[u8]) -> Vec<usize> {
    let mut lengths = Vec::new();
    while let [0x17, 3, 3, high, low, rest @ ..] = records {
        let length = usize::from(*high) << 8 | usize::from(*low);
        lengths.push(length - 17);
        records = rest.get(length..).unwrap_or_default();
    }
    assert!(records.is_empty(), "only whole records of data");
    lengths
}

#[tokio::test]
async fn over_https_whoever_listens_sees_only_padded_lengths() {
    let hub = with_ca();
    let tap = Tap::on(&hub.address.into()).await;
    let origin = format!("https://{}", hub.address);
    let people = [
        (Role::Ic, "Imke"),
        (Role::Ad, "Aldo"),
        (Role::Performer, "Al"),
        (Role::Performer, "Alexandrina Konstantinopolou"),
        (Role::Crew, "Sound"),
    ];
    let mut lines = Vec::new();
    for (nth, (role, name)) in people.into_iter().enumerate() {
        let tls = connect(tap.route().tcp, &ca_of(&hub), "127.0.0.1").await.expect("trusted");
        let mut line = Line::over_tls(tls, hub.address, &origin).await.expect("the hub takes the socket");
        // Till here it was the handshake, and the answer that every phone gets.
        let from = tap.taken()[nth].down.len();
        line.join(hub.invite(role), name).await;
        lines.push((line, from));
    }
    for (line, _) in &mut lines {
        for n in 1..=3 {
            line.say(&ClientFrame::Beat { n, visible: true, awake: None, rtt: None }).await;
            line.until(|frame| matches!(frame, HubFrame::Beat { n: of, .. } if of == n).then_some(())).await;
        }
        let (id, cmd) = (CommandId(Uuid::new_v4()), Command::Call);
        line.say(&ClientFrame::Do { id, age: None, at: None, cmd }).await;
        let answered = |frame| match frame {
            HubFrame::Done { .. } | HubFrame::Denied { .. } => Some(()),
            _ => None,
        };
        line.until(answered).await;
    }
    let mut seen = BTreeSet::new();
    for (taken, (_, from)) in tap.taken().iter().zip(&lines) {
        // A record may be on its way just now: only what is whole is looked at.
        let mut whole = *from;
        while let Some([_, _, _, high, low]) = taken.down.get(whole..whole + 5) {
            let end = whole + 5 + (usize::from(*high) << 8 | usize::from(*low));
            if end > taken.down.len() {
                break;
            }
            whole = end;
        }
        seen.extend(carried(&taken.down[*from..whole]));
    }
    assert!(seen.len() >= 3, "beats, answers and views: {seen:?}");
    for length in seen {
        let frame = length - 4; // its head
        assert_eq!(padded_length(frame), frame, "{frame} bytes tell what was said");
    }
}

#[tokio::test]
async fn the_ca_can_vouch_for_this_laptop_and_for_nothing_on_the_internet() {
    let hub = with_ca();
    let folder = hub.folder.clone();
    let ca = ca_of(&hub);
    let key = KeyPair::from_pem(&fs::read_to_string(folder.join("ca.key")).expect("the key")).expect("a key");
    let pem = fs::read_to_string(folder.join("ca.crt")).expect("the CA");
    let thief = Issuer::from_ca_cert_pem(&pem, key).expect("a thief has both");
    let provider = Arc::new(ring::default_provider());
    let phone =
        WebPkiServerVerifier::builder_with_provider(roots(&ca), provider).build().expect("a verifier");
    let trusts = |name: &str| {
        let own = KeyPair::generate().expect("a key");
        let params = CertificateParams::new(vec![name.to_owned()]).expect("a name");
        let leaf = params.signed_by(&own, &thief).expect("it signs anything");
        let server = ServerName::try_from(name.to_owned()).expect("a name");
        phone.verify_server_cert(leaf.der(), &[], &server, &[], UnixTime::now()).is_ok()
    };
    for elsewhere in ["bank.example.com", "example.org", "8.8.8.8", "203.0.113.9", "2001:db8::1"] {
        assert!(!trusts(elsewhere), "{elsewhere}");
    }
    assert!(trusts("192.168.1.20") && trusts("10.0.0.7"), "a set's own network");
}

#[tokio::test]
async fn the_ca_survives_a_restart_and_its_key_is_its_owners_alone_and_never_sent() {
    let mut hub = with_ca();
    let before = ca_of(&hub);
    #[cfg(unix)]
    for file in ["ca.key", "ca.crt"] {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(hub.folder.join(file)).expect("it is there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{file}");
    }
    hub.start_again();
    assert_eq!(ca_of(&hub), before, "the phones needn't be set up again");
    connect(hub.address, &before, "127.0.0.1").await.expect("still trusted");
    assert_eq!(http::get(hub.address, "/ca.key").await.status, 404);
    let key = fs::read_to_string(hub.folder.join("ca.key")).expect("the key");
    let secret = key.lines().nth(1).expect("a line of it");
    for path in ["/ca.crt", "/trust"] {
        assert!(!http::get(hub.address, path).await.body.contains(secret));
    }
    fs::write(hub.folder.join("ca.key"), "spoilt").expect("the folder");
    let folder = Some(hub.folder.clone());
    hub.kill();
    let args = vec!["--tls-local-ca".into()];
    let said =
        Hub::try_with(Options { args, folder, ..Options::default() }).err().expect("it does not start").said;
    assert!(said.contains("ca.crt and ca.key") && said.contains("set up again"), "{said}");
}

#[tokio::test]
async fn erased_with_everything_else_the_cas_key_outlives_nothing() {
    let mut hub = with_ca();
    let folder = hub.folder.clone();
    assert!(folder.join("ca.key").exists());
    assert!(hub.stop().success());
    let erased = Hub::ask(&["erase", "--data", folder.to_str().expect("a plain name")]);
    assert!(erased.status.success(), "{}", String::from_utf8_lossy(&erased.stderr));
    assert!(String::from_utf8_lossy(&erased.stdout).contains("CA"));
    assert_eq!(std::fs::read_dir(&folder).expect("the folder").count(), 0);
}

#[tokio::test]
async fn a_phone_is_set_up_by_a_page_that_needs_nothing_from_elsewhere() {
    let hub = with_ca();
    let crt = http::get(hub.address, "/ca.crt").await;
    assert_eq!((crt.status, crt.header("content-type")), (200, Some("application/x-x509-ca-cert")));
    let page = http::get(hub.address, "/trust").await;
    assert_eq!((page.status, page.header("content-type")), (200, Some("text/html; charset=utf-8")));
    for part in ["iPhone", "Android", "Certificate Trust Settings", "/ca.crt", &hub.ready.url] {
        assert!(page.body.contains(part), "{part}");
    }
    assert!(!page.body.contains("<script") && !page.body.contains("style=") && !page.body.contains('{'));
    let fingerprint = page.body.split(['<', '>']).find(|text| text.len() == 95 && text.contains(':'));
    assert!(fingerprint.is_some(), "what the laptop's screen shows, too");
    assert_eq!(
        http::get(hub.address, "/trust.css").await.header("content-type"),
        Some("text/css; charset=utf-8")
    );
    let without = Hub::start();
    for path in ["/ca.crt", "/trust"] {
        assert_eq!(http::get(without.address, path).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn in_the_network_nothing_is_answered_in_the_clear_but_the_way_to_https() {
    let port = Options::default().listen.rsplit_once(':').map(|(_, port)| port.to_owned()).expect("a port");
    let options = Options {
        listen: format!("0.0.0.0:{port}"),
        args: vec!["--tls-local-ca".into()],
        ..Options::default()
    };
    let hub = Hub::with(options);
    let address: SocketAddr = hub.ready.url.trim_start_matches("https://").parse().expect("an address");
    if address.ip().is_loopback() {
        return; // this machine is in no network
    }
    for path in ["/", "/hub", "/healthz", "/assets/x.js", "/local/page", "/ws"] {
        let reply = http::get(address, path).await;
        assert_eq!(
            (reply.status, reply.header("location")),
            (308, Some(format!("{}{path}", hub.ready.url).as_str()))
        );
    }
    assert!(Line::try_open(address).await.is_err(), "no socket in the clear");
    for path in ["/trust", "/trust.css", "/ca.crt"] {
        assert_eq!(http::get(address, path).await.status, 200, "{path}");
    }
    connect(address, &ca_of(&hub), &address.ip().to_string()).await.expect("by the address in the codes");
    // The laptop itself needs no certificate.
    assert_eq!(http::get(hub.address, "/").await.status, 200);
}

/// A certificate for a name, as somebody else's CA would give it.
fn bring(folder: &Path, name: &str) -> Vec<u8> {
    let made = rcgen::generate_simple_self_signed([name.to_owned()]).expect("a certificate");
    fs::write(folder.join("key.pem"), made.signing_key.serialize_pem()).expect("a folder");
    fs::write(folder.join("cert.pem"), made.cert.pem()).expect("a folder");
    made.cert.der().to_vec()
}

fn brought(folder: &Path) -> Options {
    let path = |file: &str| folder.join(file).display().to_string();
    let args = vec!["--tls-cert".into(), path("cert.pem"), "--tls-key".into(), path("key.pem")];
    Options { args, ..Options::default() }
}

#[tokio::test]
async fn a_brought_certificate_gives_its_name_to_the_codes_and_is_taken_up_anew_when_it_changes() {
    let folder = tempfile::tempdir().expect("a folder");
    let first = bring(folder.path(), "stage4.example.org");
    let hub = Hub::with(brought(folder.path()));
    let host = format!("stage4.example.org:{}", hub.address.port());
    assert_eq!(hub.ready.url, format!("https://{host}"));
    let page =
        ask(connect(hub.address, &first, "stage4.example.org").await.expect("trusted"), &host, "/").await;
    assert!(page.starts_with("HTTP/1.1 200"), "{page}");
    let tls = connect(hub.address, &first, "stage4.example.org").await.expect("trusted");
    let mut open =
        Line::over_tls(tls, hub.address, &format!("https://{}", hub.address)).await.expect("a socket");
    open.join(hub.invite(Role::Crew), "Sound").await;
    open.frame().await;

    let second = bring(folder.path(), "stage4.example.org");
    let taken_up = async {
        while connect(hub.address, &second, "stage4.example.org").await.is_err() {
            sleep(Duration::from_millis(100)).await;
        }
    };
    timeout(PATIENCE, taken_up).await.expect("the new one is shown");
    connect(hub.address, &first, "stage4.example.org").await.expect_err("the old one is not shown any more");

    fs::write(folder.path().join("cert.pem"), "half of it").expect("a folder");
    let said = async {
        while !hub.logs().contains("keeps the certificate that it had") {
            sleep(Duration::from_millis(100)).await;
        }
    };
    timeout(PATIENCE, said).await.expect("the hub says so");
    connect(hub.address, &second, "stage4.example.org").await.expect("the one before is still shown");
    open.say(&quiethold::protocol::ClientFrame::Beat { n: 1, visible: true, awake: None, rtt: None }).await;
    open.until(|frame| matches!(frame, HubFrame::Beat { n: 1, .. }).then_some(())).await;
}

#[test]
fn files_that_do_not_fit_are_told_in_words() {
    let folder = tempfile::tempdir().expect("a folder");
    let said = || {
        let not_started = Hub::try_with(brought(folder.path())).err().expect("it does not start");
        not_started.said
    };
    assert!(said().contains("cert.pem can't be read"));
    bring(folder.path(), "stage4.example.org");
    fs::write(folder.path().join("key.pem"), "no key").expect("a folder");
    assert!(said().contains("key.pem can't be read"));
    fs::write(folder.path().join("key.pem"), KeyPair::generate().expect("a key").serialize_pem())
        .expect("a folder");
    assert!(said().contains("is not the one of the certificate"));
    let alone = Hub::ask(&["serve", "--tls-cert", "x"]);
    assert!(!alone.status.success() && String::from_utf8_lossy(&alone.stderr).contains("--tls-key"));
    assert!(PrivateKeyDer::from_pem_file(folder.path().join("key.pem")).is_ok());
}
