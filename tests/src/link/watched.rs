//! What phones send and are sent when nobody touches them.

use super::{Link, Traffic};
use std::time::Duration;
use tokio::time::sleep;

/// What crosses the air in a minute for one of these phones, in the mean over them.
pub(super) async fn watched(link: &Link, phones: &[u16], last: Duration, when: &str) -> [Traffic; 2] {
    if last.is_zero() {
        return [Traffic::default(); 2];
    }
    eprintln!("    watching the pages {when} for {} s", last.as_secs());
    // What the change before has set off is over.
    sleep(Duration::from_secs(2)).await;
    let before = together(link, phones);
    sleep(last).await;
    let after = together(link, phones);
    #[allow(clippy::cast_precision_loss)] // some thousands
    let minutes = last.as_secs_f64() / 60.0 * phones.len() as f64;
    #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let per_minute = |before: u64, after: u64| ((after - before) as f64 / minutes).round() as u64;
    [0, 1].map(|way| Traffic {
        packets: per_minute(before[way].packets, after[way].packets),
        bytes: per_minute(before[way].bytes, after[way].bytes),
        lost: per_minute(before[way].lost, after[way].lost),
    })
}

fn together(link: &Link, phones: &[u16]) -> [Traffic; 2] {
    let each = phones.iter().map(|nth| link.traffic(*nth));
    each.fold([Traffic::default(); 2], |sum, more| [0, 1].map(|way| sum[way] + more[way]))
}
