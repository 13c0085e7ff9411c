//! Says back what it hears. For conformance tests: the same limits, reader, pen and writer as a phone's socket.

use super::{Brought, End, Reader, Upgraded, last_words, open, see_off, too_large};
use crate::hub::{Outbox, Session};

/// Serves one websocket until it ends. No message may be longer than `longest`.
pub async fn echo(upgraded: Upgraded, longest: usize) {
    let (mut reader, pen, outbox) = open(upgraded, longest).await;
    outbox.take_up(pen);
    tokio::select! {
        end = read(&mut reader, &outbox) => last_words(end, &outbox).await,
        () = outbox.keep_writing() => {}
    }
    outbox.lay_down();
    see_off(&mut reader).await;
}

async fn read(reader: &mut Reader, outbox: &Outbox) -> End {
    loop {
        match reader.message().await {
            Brought::Text(text) => outbox.urgent(text.as_str().into()),
            Brought::Binary(message) => outbox.binary(&message),
            Brought::TooLarge => {
                Session::refuse(outbox, &too_large());
                return End::Ours;
            }
            Brought::End => return End::Theirs,
        }
    }
}
