//! Over plain http from another machine, as on a phone in the set's Wi-Fi: the frames are sealed, the page can't keep its
//! screen awake.

use super::Floor;
use quiethold::words::Role;
use quiethold_tests::screen::{Browser, Screen, SetUp};
use std::{
    process::Command,
    time::{Duration, Instant},
};

/// What everybody hopes never happens, and has to see when it does.
pub async fn a_hold_is_seen_answered_and_outlives_the_hub(mut floor: Floor) {
    let ic = floor.ic(&SetUp::laptop()).await;
    assert_eq!(ic.asks("return isSecureContext", vec![]).await, false, "so the frames are sealed");
    let ad = floor.screen(&SetUp::phone()).await;
    ad.goes_to(&floor.code(Role::Ad)).await.expect("the page loads");
    ad.sees("Who are you here?").await;
    floor.picture(&ad, "join").await;
    ad.comes_in(&floor.code(Role::Ad), "Aldo").await;
    ad.taps("I am on the floor").await;
    ad.sees_no("You don’t count yet").await;
    floor.picture(&ad, "ad-1-not-ready").await;
    let ana = floor.performer(&ic, "Ana", &SetUp::phone()).await;
    ana.sees("This phone may go to sleep").await;
    ic.sees("may sleep").await;
    floor.picture(&ana, "performer-1-between").await;
    floor.picture(&ic, "ic-1-calm").await;
    ana.taps("Press-test").await;
    ana.sees("It works: their screen has shown it.").await;
    ic.sees("Ana’s press is here").await;
    // Debian's WebKits are built without WebRTC: there the sockets carry everything.
    if matches!(floor.browser, Browser::Chromium | Browser::Firefox) {
        floor.has_datagram_lanes(3).await;
    }

    between_takes(&floor, &ana, &ic, &ad).await;
    on_the_clock(&floor, &ana, &ic, &ad).await;
    without_the_hub(&mut floor, &ana, &ic, &ad).await;
    in_the_sun(&floor, &ic, &ad).await;
    leaves_the_clock(&floor, &ana).await;
}

/// What has become of it is said in words.
async fn between_takes(floor: &Floor, ana: &Screen, ic: &Screen, ad: &Screen) {
    ana.taps("HOLD").await;
    ic.shows(".open article[data-level=hold]").await;
    ad.shows(".big-word[data-kind=hold]").await;
    ana.sees("Their screen shows it.").await;
    ana.sees("Recorded.").await;
    assert!(!ana.text().await.contains("in hand"), "not before it is true");
    assert!(!ad.text().await.contains("Ana"), "never a name");
    floor.picture(ana, "performer-2-hold").await;
    ic.taps("Acknowledge").await;
    ana.sees("The intimacy coordinator has it in hand.").await;
    ana.taps("Ready to go on").await;
    ic.taps("Ana is ready: release").await;
    ana.sees_no("Your hold").await;
    ic.sees("Nothing is open.").await;
}

/// And in marks.
async fn on_the_clock(floor: &Floor, ana: &Screen, ic: &Screen, ad: &Screen) {
    ad.types("Scene", "42A").await;
    ad.taps("Open scene").await;
    ad.taps("Rehearsal").await;
    ana.shows("[data-testid=clock]").await;
    floor.picture(ana, "performer-3-clock").await;
    ana.taps_on("[data-testid=clock]").await;
    ic.shows(".open article[data-level=hold]").await;
    ad.shows(".big-word[data-kind=hold]").await;
    to_the_top(ad).await;
    floor.picture(ad, "ad-2-hold").await;
    floor.picture(ic, "ic-2-hold").await;
    ana.shows(".clock-mark[data-mark=dot]").await;
    floor.picture(ana, "performer-4-seen").await;
    assert!(!ad.text().await.contains("Ana"), "never a name");
    ic.taps("Acknowledge").await;
    ana.shows(".clock-mark[data-mark=line]").await;
    floor.picture(ana, "performer-5-in-hand").await;
}

/// 3 s of silence, and what a driver and a loaded machine add.
const LIMIT: Duration = Duration::from_secs(6);

/// A hub that sleeps, and one that is killed.
async fn without_the_hub(floor: &mut Floor, ana: &Screen, ic: &Screen, ad: &Screen) {
    signal(floor, "-STOP");
    not_connected(floor, "sleeps", ana, ic, ad).await;
    signal(floor, "-CONT");
    connected(ana, ic, ad).await;
    floor.hub.kill();
    not_connected(floor, "was killed", ana, ic, ad).await;
    floor.picture(ana, "performer-6-not-connected").await;
    floor.picture(ic, "ic-3-not-connected").await;
    floor.picture(ad, "ad-3-not-connected").await;
    floor.hub.start_again();
    connected(ana, ic, ad).await;
    ana.shows(".clock-mark[data-mark=line]").await;
    ic.shows(".open article[data-level=hold]").await;
}

async fn not_connected(floor: &Floor, hub: &str, ana: &Screen, ic: &Screen, ad: &Screen) {
    let gone = Instant::now();
    for (who, screen) in [("performer", ana), ("IC", ic), ("1st AD", ad)] {
        screen.sees("NOT CONNECTED").await;
        let took = gone.elapsed();
        println!("{:?}: the hub {hub}; NOT CONNECTED on the {who}'s page after {took:.1?}", floor.browser);
        assert!(took < LIMIT, "the {who}'s page says it too late");
    }
    ana.sees("use your agreed word or gesture").await;
}

async fn connected(ana: &Screen, ic: &Screen, ad: &Screen) {
    for screen in [ana, ic, ad] {
        screen.sees_no("NOT CONNECTED").await;
    }
}

fn signal(floor: &Floor, what: &str) {
    let sent = Command::new("kill").args([what, &floor.hub.pid().to_string()]).status();
    assert!(sent.is_ok_and(|status| status.success()), "the hub runs");
}

/// By two fingers at the same moment; the drivers of the WebKits have none.
async fn leaves_the_clock(floor: &Floor, ana: &Screen) {
    if matches!(floor.browser, Browser::Chromium | Browser::Firefox) {
        ana.two_fingers(Duration::from_millis(2300)).await;
        ana.sees("Your hold").await;
        ana.sees("The intimacy coordinator has it in hand.").await;
    }
}

async fn to_the_top(screen: &Screen) {
    let columns = "for (const one of document.querySelectorAll('*')) one.scrollTop = 0";
    screen.asks(columns, vec![]).await;
}

/// The consoles' bright faces.
async fn in_the_sun(floor: &Floor, ic: &Screen, ad: &Screen) {
    for (screen, name) in [(ic, "ic-4-bright"), (ad, "ad-4-bright")] {
        screen.taps("Bright screen").await;
        screen.sees("Dark screen").await;
        to_the_top(screen).await;
        floor.picture(screen, name).await;
    }
}
