//! The sealed channel: a handshake by anybody, and messages that somebody on that Wi-Fi meddles with.

use quiethold::sealed::{Channel, Hello, HubKey, LONGEST, padded_length};

/// What is made up opens nothing. What arrives is what was sent, in its order, up to the first thing that was not.
pub fn sealed(data: &[u8]) {
    let key = HubKey::new([7; 32]);
    if let Some((0, hello)) = data.split_first().map(|(kind, rest)| (kind % 4, rest)) {
        if let Ok((mut channel, _)) = Channel::accept(&key, hello) {
            assert!(channel.open(hello).is_err(), "what is no message was opened");
        }
        return;
    }
    let (hello, first) = Hello::to(&key.public()).expect("a key");
    let (mut hub, answer) = Channel::accept(&key, &first).expect("a hello");
    let mut page = hello.answered(&answer).expect("the hub's answer");
    let mut sent: Vec<Vec<u8>> = Vec::new();
    let mut whole: Vec<String> = Vec::new();
    let mut arrived = 0;
    let mut next = 0;
    let mut broken = false;
    for step in data.chunks_exact(3).take(64) {
        let (what, one, two) = (step[0] % 8, usize::from(step[1]), usize::from(step[2]));
        let number = one << 8 | two;
        let message = match what {
            0 | 1 => {
                // A frame of some length; now and then about as long as one message may be.
                let length = if what == 0 { number % 5000 } else { LONGEST - 300 + number % 600 };
                let frame = format!("{number}").repeat(length).chars().take(length).collect::<String>();
                let messages = page.seal(&frame).expect("sealed");
                let carried: usize = messages.iter().map(|message| message.len() - 16).sum();
                assert!(carried >= padded_length(length) && carried.is_multiple_of(256));
                sent.extend(messages);
                whole.push(frame);
                continue;
            }
            // The next one, or one from before or after, as it is or spoilt.
            2..=4 => sent.get(next).cloned(),
            5 => sent.get(number % sent.len().max(1)).cloned(),
            6 => sent.get(next).cloned().map(|mut message| {
                let at = number % message.len();
                message[at] ^= 1 << (one % 8);
                message
            }),
            _ => Some(data[..number.min(data.len())].to_vec()),
        };
        let Some(message) = message else { continue };
        let is_next = sent.get(next) == Some(&message);
        let Ok(frame) = hub.open(&message) else {
            assert!(broken || !is_next, "a message in its place was refused");
            broken = true;
            continue;
        };
        assert!(is_next && !broken, "a message that does not belong here was opened");
        next += 1;
        if let Some(frame) = frame {
            let said = whole.get(arrived).map(|said| said.trim_end_matches(' '));
            assert_eq!(Some(frame.trim_end_matches(' ')), said);
            arrived += 1;
        }
    }
}
