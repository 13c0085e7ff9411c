//! Over https: a certificate that the device has to believe, and a screen that stays awake.

use super::{Floor, on_a_link};
use quiethold::words::Role;
use quiethold_tests::{
    link::HUB,
    screen::{Browser, Screen, SetUp},
};
use rcgen::{
    BasicConstraints, CertificateParams, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose,
};
use std::{fs, path::Path};

/// Whether this browser lets a page keep the screen awake, over https.
fn can_stay_awake(browser: Browser) -> bool {
    browser != Browser::Wpe
}

/// As a page does it after a tap.
const KEEPS_AWAKE: &str = "
    const done = arguments[arguments.length - 1];
    if (!('wakeLock' in navigator)) return done('there is none');
    navigator.wakeLock.request('screen').then(
      (lock) => done(lock.released ? 'released' : 'held'), (why) => done(String(why)));";

async fn refuses(screen: &Screen, code: &str) {
    let loaded = screen.goes_to(code).await;
    // A browser that shows a page of its own instead says that it has loaded.
    assert!(loaded.is_err() || screen.asks("return document.title", vec![]).await != "Quiet Hold");
}

/// Whether the page keeps the screen awake, by what it says and by asking the browser as it does.
async fn keeps_awake(floor: &Floor, ana: &Screen) {
    if can_stay_awake(floor.browser) {
        ana.sees_no("This phone may go to sleep").await;
        assert_eq!(ana.asks_and_waits(KEEPS_AWAKE).await, "held");
    } else {
        ana.sees("This phone may go to sleep").await;
        assert_eq!(ana.asks_and_waits(KEEPS_AWAKE).await, "there is none");
    }
}

/// Production's own devices, set up with the laptop's CA, and one that was not.
pub async fn the_laptops_own_ca(floor: Floor) {
    let code = floor.code(Role::Performer);
    assert!(code.starts_with("https://"), "{code}");
    let stranger = floor.screen(&SetUp::phone()).await;
    refuses(&stranger, &code).await;
    let trust = floor.hub.ready.url.replacen("https", "http", 1) + "/trust";
    stranger.goes_to(&trust).await.expect("in the clear");
    stranger.sees("Set this phone up").await;
    floor.picture(&stranger, "trust").await;
    drop(stranger);

    let ca = fs::read_to_string(floor.hub.folder.join("ca.crt")).expect("the CA lies in the folder");
    let ic = floor.ic(&SetUp::laptop().trusting(&ca)).await;
    let ana = floor.performer(&ic, "Ana", &SetUp::phone().trusting(&ca)).await;
    assert_eq!(ana.asks("return isSecureContext", vec![]).await, true);
    ana.taps("Press-test").await;
    ana.sees("It works: their screen has shown it.").await;
    floor.picture(&ana, "performer-over-https").await;
    keeps_awake(&floor, &ana).await;
    if can_stay_awake(floor.browser) {
        ic.sees_no("may sleep").await;
        ic.sees_no("This screen may go to sleep").await;
    } else {
        ic.sees("may sleep").await;
        ic.sees("This screen may go to sleep").await;
    }
}

const NAME: &str = "stage4.example.org";

/// A certificate for a name, and the CA that has signed it.
fn bring_certificate(folder: &Path) -> String {
    let ca_key = KeyPair::generate().expect("a key");
    let mut ca = CertificateParams::new(vec![]).expect("no name");
    ca.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    ca.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    let pem = ca.self_signed(&ca_key).expect("it signs itself").pem();
    let key = KeyPair::generate().expect("a key");
    let mut own = CertificateParams::new(vec![NAME.to_owned()]).expect("a name");
    own.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    let own = own.signed_by(&key, &Issuer::new(ca, ca_key)).expect("the CA signs it");
    fs::write(folder.join("cert.pem"), own.pem()).expect("a folder");
    fs::write(folder.join("key.pem"), key.serialize_pem()).expect("a folder");
    pem
}

/// A certificate that was brought along, from a CA that everybody's device knows, for a name that leads to the laptop.
pub fn a_brought_certificate(browser: Browser) {
    let folder = tempfile::tempdir().expect("a folder");
    let ca = bring_certificate(folder.path());
    let file = |name| folder.path().join(name).display().to_string();
    let (cert, key) = (file("cert.pem"), file("key.pem"));
    on_a_link(browser, &["--tls-cert", &cert, "--tls-key", &key], move |floor| async move {
        let code = floor.code(Role::Performer);
        assert!(code.starts_with(&format!("https://{NAME}:")), "{code}");
        let hosts = Some(format!("{HUB} {NAME}"));
        let (phone, laptop) =
            [SetUp::phone(), SetUp::laptop()].map(|one| SetUp { hosts: hosts.clone(), ..one }).into();
        let stranger = floor.screen(&phone).await;
        refuses(&stranger, &code).await;
        drop(stranger);
        let ic = floor.ic(&laptop.trusting(&ca)).await;
        let ana = floor.performer(&ic, "Ana", &phone.trusting(&ca)).await;
        ana.taps("Press-test").await;
        ana.sees("It works: their screen has shown it.").await;
        keeps_awake(&floor, &ana).await;
    });
}
