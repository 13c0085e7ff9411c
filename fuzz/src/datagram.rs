//! A phone's datagram path: packets of the page's that somebody on that Wi-Fi meddles with, and ones that they make up.

use quiethold::datagram::{End, Ended, Identity, Path};
use std::{
    collections::HashSet,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    sync::LazyLock,
    time::{Duration, Instant},
};

const HUB: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::new(10, 0, 0, 1)), 8080);
const PAGE: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::new(10, 0, 0, 2)), 40_000);
const STRANGER: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::new(10, 0, 0, 66)), 6);

static KEYS: LazyLock<[Identity; 2]> = LazyLock::new(|| [(); 2].map(|()| Identity::new().expect("chance")));

struct Both {
    hub: Path,
    page: Path,
    now: Instant,
    /// Frames that were sent, and have not been heard.
    sent: HashSet<String>,
    frames: usize,
    ended: bool,
}

/// Nothing is heard but what was sent, once; nobody but the page is answered; and what comes from a stranger ends
/// nothing.
pub fn datagram(data: &[u8]) {
    let mut both = Both::met();
    let (opening, rest) = data.split_first().map_or((0, data), |(first, rest)| (*first, rest));
    // Meddled with from somewhere in the opening on, or once it is open.
    for _ in 0..opening.min(100) {
        both.carry(PAGE, |_| {});
    }
    for step in rest.chunks_exact(3).take(64) {
        let (what, one, two) = (step[0] % 8, step[1], step[2]);
        let number = usize::from(one) << 8 | usize::from(two);
        match what {
            0 => both.says(number),
            1..=3 => both.carry(PAGE, |_| {}),
            4 => drop(both.page.packet()),
            5 => {
                if let Some((_, packet)) = both.page.packet() {
                    both.comes(PAGE, &packet);
                    both.comes(PAGE, &packet);
                }
            }
            6 => both.carry(PAGE, |packet| {
                let at = number % packet.len().max(1);
                if let Some(byte) = packet.get_mut(at) {
                    *byte ^= 1 << (one % 8);
                }
            }),
            _ => both.comes(STRANGER, &data[..number.min(data.len())]),
        }
        both.time_goes_by(Duration::from_millis(u64::from(two) / 4));
    }
}

impl Both {
    fn met() -> Self {
        let [ours, theirs] = &*KEYS;
        let now = Instant::now();
        let (mut hub, mut page) =
            (Path::new(End::Hub, ours, HUB, now), Path::new(End::Page, theirs, PAGE, now));
        hub.meet(&page.handshake(), None, now).expect("begun");
        page.meet(&hub.handshake(), Some(HUB), now).expect("begun");
        Self { hub, page, now, sent: HashSet::new(), frames: 0, ended: false }
    }

    fn says(&mut self, number: usize) {
        self.frames += 1;
        let frame = format!("{number} {}", self.frames);
        if self.page.send(&frame, self.now).is_ok() {
            self.sent.insert(frame);
        }
    }

    /// The next packet each way.
    fn carry(&mut self, from: SocketAddr, meddle: impl FnOnce(&mut Vec<u8>)) {
        if let Some((_, mut packet)) = self.page.packet() {
            meddle(&mut packet);
            self.comes(from, &packet);
        }
        if let Some((to, packet)) = self.hub.packet() {
            assert_eq!(to, PAGE, "somebody else is answered");
            let _ = self.page.take(HUB, &packet, self.now);
        }
        if self.page_and_hub_wait() {
            self.time_goes_by(Duration::from_millis(20));
        }
    }

    fn comes(&mut self, from: SocketAddr, packet: &[u8]) {
        let taken = self.hub.take(from, packet, self.now);
        if from == STRANGER && !self.ended {
            assert_eq!(taken, Ok(false), "a stranger proves or ends nothing");
        }
        self.ended |= taken == Err(Ended);
        while let Some(message) = self.hub.message() {
            let message = String::from_utf8(message).expect("as it was sent");
            assert!(self.sent.remove(&message), "nobody said that, or it comes twice: {message}");
        }
    }

    fn page_and_hub_wait(&mut self) -> bool {
        let due = |path: &mut Path, now| path.due().is_none_or(|due| due > now);
        due(&mut self.hub, self.now) && due(&mut self.page, self.now)
    }

    fn time_goes_by(&mut self, time: Duration) {
        self.now += time;
        self.ended |= self.hub.tick(self.now).is_err();
        let _ = self.page.tick(self.now);
    }
}
