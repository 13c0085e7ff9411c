//! The main stories in every browser: Chromium, Firefox, WebKit, and an older WebKit as on an old iPhone. Over plain http from another
//! machine, so that each speaks the sealed channel; and over https, with a certificate that it has to believe.
//!
//! Not among the tests that always run: scripts/browsers installs what they need, and runs them.
#![cfg(target_os = "linux")]

mod https;
mod plain;

use quiethold::words::Role;
use quiethold_tests::{
    Hub, Options, PATIENCE, http,
    link::{Link, Namespace},
    screen::{Browser, Screen, SetUp},
};
use std::{panic::resume_unwind, path::Path, time::Duration};
use tokio::time::{sleep, timeout};

/// A hub at one end of a link, screens at the other, all in the same browser.
struct Floor {
    hub: Hub,
    air: Namespace,
    laptop: Namespace,
    browser: Browser,
}

impl Floor {
    /// A device that comes on set.
    async fn screen(&self, set_up: &SetUp) -> Screen {
        Screen::open(self.browser, &self.air, set_up).await
    }

    /// An IC on the floor, whose recovery words are written down.
    async fn ic(&self, set_up: &SetUp) -> Screen {
        let ic = self.screen(set_up).await;
        ic.comes_in(&self.code(Role::Ic), "Imke").await;
        ic.taps("I have written them down").await;
        ic.taps_on("[role=switch]").await;
        ic.sees("On the floor").await;
        ic
    }

    /// A performer whom the IC lets in by name.
    async fn performer(&self, ic: &Screen, name: &str, set_up: &SetUp) -> Screen {
        let phone = self.screen(set_up).await;
        phone.comes_in(&self.code(Role::Performer), name).await;
        phone.sees("You are in the waiting room").await;
        ic.taps("Waiting").await;
        ic.taps(&format!("Admit {name}")).await;
        ic.taps("Back to the set").await;
        phone.sees("Try your button").await;
        phone
    }

    /// A picture of this screen, for people to look at: target/tmp/browsers.
    async fn picture(&self, screen: &Screen, name: &str) {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("browsers");
        screen.picture(&folder.join(format!("{name}-{:?}.png", self.browser))).await;
    }

    /// Until so many pages have a datagram lane, as the laptop itself is told.
    async fn has_datagram_lanes(&self, many: usize) {
        let (address, expected) = (self.hub.address, format!("\nquiethold_datagram_lanes {many}\n"));
        let asked = self.laptop.spawn(move || {
            let one_thread = tokio::runtime::Builder::new_current_thread().enable_all().build();
            one_thread.expect("a runtime").block_on(timeout(PATIENCE, async {
                while !http::get(address, "/metrics").await.body.contains(&expected) {
                    sleep(Duration::from_millis(200)).await;
                }
            }))
        });
        asked.join().expect("it asks").unwrap_or_else(|_| panic!("{many} lanes open"));
    }

    fn code(&self, role: Role) -> String {
        let Some(key) = &self.hub.ready.key else {
            return format!("{}/#{}", self.hub.ready.url, self.hub.invite(role));
        };
        format!("{}/#{}.{key}", self.hub.ready.url, self.hub.invite(role))
    }
}

/// Tells a story on a link of its own.
fn on_a_link<S: Future<Output = ()>>(
    browser: Browser,
    args: &[&str],
    story: impl FnOnce(Floor) -> S + Send + 'static,
) {
    let link = Link::new(1).unwrap_or_else(|why| panic!("{}", why.0));
    let args = args.iter().map(ToString::to_string).collect();
    let under = Some(link.hubs().under());
    let hub = Hub::with(Options { args, under, ..Options::for_the_network() });
    let (air, laptop) = (link.phones().clone(), link.hubs().clone());
    let floor = Floor { hub, air, laptop, browser };
    let told = link.phones().spawn(move || {
        let one_thread = tokio::runtime::Builder::new_current_thread().enable_all().build();
        one_thread.expect("a runtime").block_on(story(floor));
    });
    told.join().unwrap_or_else(|why| resume_unwind(why));
}

/// The same stories in each.
macro_rules! in_browser {
    ($name:ident, $browser:expr) => {
        mod $name {
            use super::*;

            #[test]
            fn over_plain_http_a_hold_is_seen_answered_and_outlives_the_hub() {
                on_a_link($browser, &[], plain::a_hold_is_seen_answered_and_outlives_the_hub);
            }

            #[test]
            fn a_device_that_was_set_up_takes_the_laptops_own_ca_and_any_other_refuses() {
                on_a_link($browser, &["--tls-local-ca"], https::the_laptops_own_ca);
            }

            #[test]
            fn a_brought_certificate_is_taken_where_its_ca_is_known_and_refused_elsewhere() {
                https::a_brought_certificate($browser);
            }
        }
    };
}
in_browser!(chromium, Browser::Chromium);
in_browser!(firefox, Browser::Firefox);
in_browser!(webkit_gtk, Browser::WebKit);
in_browser!(webkit_wpe, Browser::Wpe);
