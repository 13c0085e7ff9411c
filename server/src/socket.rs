//! One websocket: a reader, a writer, and a watchdog that ends both.
//!
//! The three are futures of one task and never wait for each other: a peer that reads slowly does not stop
//! its own presses from being heard.

use crate::{
    hub::{Hub, JoinRequest, Outbox, Outgoing, Refusal, Session},
    protocol::{ClientFrame, Close, HubFrame, RefusalCode, VERSION},
    web::Door,
    words::{Command, CommandId, DenialCode, Lane, Secure},
};
use axum::extract::ws::{CloseFrame, Message, WebSocket};
use futures_util::{SinkExt, StreamExt, stream::SplitSink, stream::SplitStream};
use serde::Deserialize;
use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};
use tokio::{
    task::yield_now,
    time::{sleep, timeout},
};

/// A socket that has not said who it is by then is closed.
const FIRST_FRAME_WITHIN: Duration = Duration::from_secs(3);
/// A socket that has not beaten for this long is closed; alerts are sent on it till then.
const SILENT_FOR: Duration = Duration::from_secs(30);
/// A peer that takes none of what is written for this long is too slow.
const WRITE_WITHIN: Duration = Duration::from_secs(10);
/// Frames at once, and then a second: many times what a page sends.
const BURST: f64 = 120.0;
const FRAMES_PER_SECOND: f64 = 40.0;
/// How long a refused peer has to take the sentence that says why.
const LAST_WORDS: Duration = Duration::from_secs(2);

type Reader = SplitStream<WebSocket>;
type Writer = SplitSink<WebSocket, Message>;

/// Serves one websocket until it ends.
pub async fn serve(socket: WebSocket, hub: Arc<Hub>, secure: Secure, door: Door) {
    let outbox = Arc::new(Outbox::default());
    let (mut writer, mut reader) = socket.split();
    let session = match first_frame(&mut reader, &hub, secure, &outbox).await {
        Ok(session) => {
            door.known();
            session
        }
        Err(Some(mut refusal)) => {
            if matches!(refusal.code, RefusalCode::UnknownInvite | RefusalCode::UnknownToken)
                && !door.may_fail_again()
            {
                refusal = too_many();
            }
            tracing::info!(code = ?refusal.code, "a client was refused");
            Session::refuse(&outbox, &refusal);
            let _ = timeout(LAST_WORDS, write(&mut writer, &outbox)).await;
            return;
        }
        Err(None) => return,
    };
    let heard = Mutex::new(Instant::now());
    tokio::select! {
        () = read(&mut reader, &session, &outbox, &heard) => {
            // What says why the socket ends is still written.
            let _ = timeout(LAST_WORDS, write(&mut writer, &outbox)).await;
        }
        () = write(&mut writer, &outbox) => {}
        () = watch(&heard) => {}
    }
}

/// `join` or `resume`. `Err(None)`: the peer went away or said nothing.
async fn first_frame(
    reader: &mut Reader,
    hub: &Arc<Hub>,
    secure: Secure,
    outbox: &Arc<Outbox>,
) -> Result<Session, Option<Refusal>> {
    let text = match timeout(FIRST_FRAME_WITHIN, next_text(reader)).await {
        Ok(Incoming::Text(text)) => text,
        Ok(Incoming::TooLarge) => return Err(Some(too_large())),
        Ok(Incoming::Binary) => return Err(Some(bad_frame())),
        Ok(Incoming::End) | Err(_) => return Err(None),
    };
    let gone = || {
        Refusal::new(
            RefusalCode::UnknownToken,
            "This hub doesn't know this phone. Scan the code that is shown now.",
        )
    };
    match serde_json::from_str(&text) {
        Ok(ClientFrame::Join { v, .. } | ClientFrame::Resume { v, .. }) if v != VERSION => {
            Err(Some(Refusal::new(
                RefusalCode::WrongVersion,
                "This page is of another version than the hub. Reload it.",
            )))
        }
        Ok(ClientFrame::Join { invite, name, title, device, .. }) => {
            let answer = hub.join(&JoinRequest { invite, name, title, device }).map_err(Some)?;
            let joined = answer.await.map_err(|_| None)?.map_err(Some)?;
            let person = joined.person;
            Session::connect(hub, person, Lane::A, secure, outbox, Some(joined)).ok_or_else(|| Some(gone()))
        }
        Ok(ClientFrame::Resume { token, lane, .. }) => {
            let person = hub.resume(&token).map_err(Some)?;
            Session::connect(hub, person, lane, secure, outbox, None).ok_or_else(|| Some(gone()))
        }
        Ok(_) => Err(Some(Refusal::new(
            RefusalCode::BadFrame,
            "The first frame says who this is: join or resume. Reload the page.",
        ))),
        Err(_) => Err(Some(bad_frame())),
    }
}

async fn read(reader: &mut Reader, session: &Session, outbox: &Outbox, heard: &Mutex<Instant>) {
    let mut budget = Budget::new();
    loop {
        let refusal = match next_text(reader).await {
            Incoming::End => return,
            Incoming::TooLarge => too_large(),
            Incoming::Binary => bad_frame(),
            Incoming::Text(text) => {
                let within = budget.take();
                match serde_json::from_str(&text) {
                    // No limit ever stops a raise; a flood is only slowed.
                    Ok(ClientFrame::Do { id, age, cmd })
                        if within || matches!(cmd, Command::Raise { .. }) =>
                    {
                        let wake = session.command(id, age, cmd);
                        yield_now().await; // the writers of the alerts first
                        drop(wake);
                        if !within {
                            sleep(Duration::from_millis(20)).await;
                        }
                        continue;
                    }
                    Ok(ClientFrame::Do { id, .. }) => {
                        deny(
                            outbox,
                            Some(id),
                            DenialCode::TooMany,
                            "Too much at once from this screen. Wait a moment and try again.",
                        );
                        continue;
                    }
                    Ok(ClientFrame::Beat { n, visible, awake }) => {
                        *heard.lock().unwrap_or_else(PoisonError::into_inner) = Instant::now();
                        if within {
                            session.beat(n, visible, awake);
                        }
                        continue;
                    }
                    Ok(ClientFrame::Shown { signal, again }) => {
                        session.shown(signal, again);
                        continue;
                    }
                    Ok(ClientFrame::Chaser) => continue,
                    Ok(ClientFrame::Join { .. } | ClientFrame::Resume { .. }) => Refusal::new(
                        RefusalCode::BadFrame,
                        "This phone has said already who it is. Reload the page.",
                    ),
                    // A command that can't be read is denied under its id; the socket lives on.
                    Err(why) => match serde_json::from_str::<Unreadable>(&text) {
                        Ok(Unreadable { id }) => {
                            let message =
                                format!("This hub can't read that command ({why}). Reload the page.");
                            deny(outbox, serde_json::from_value(id).ok(), DenialCode::BadCommand, &message);
                            continue;
                        }
                        Err(_) => bad_frame(),
                    },
                }
            }
        };
        tracing::info!(code = ?refusal.code, "a client was refused");
        return Session::refuse(outbox, &refusal);
    }
}

/// A `do` frame of which not everything can be read.
#[derive(Deserialize)]
#[serde(tag = "type", rename = "do")]
struct Unreadable {
    #[serde(default)]
    id: serde_json::Value,
}

fn deny(outbox: &Outbox, id: Option<CommandId>, code: DenialCode, message: &str) {
    outbox.urgent(crate::hub::frame(&HubFrame::Denied { id, code, message: message.to_owned() }));
}

fn too_large() -> Refusal {
    Refusal::new(RefusalCode::TooLarge, "That was too long: a frame has at most 4096 bytes. Reload the page.")
}

fn too_many() -> Refusal {
    Refusal::new(
        RefusalCode::TooMany,
        "Too many wrong codes from this address. Wait a minute, then scan the code that is shown now.",
    )
}

fn bad_frame() -> Refusal {
    Refusal::new(RefusalCode::BadFrame, "This hub can't read what this page sent. Reload the page.")
}

enum Incoming {
    Text(axum::extract::ws::Utf8Bytes),
    Binary,
    TooLarge,
    End,
}

async fn next_text(reader: &mut Reader) -> Incoming {
    loop {
        return match reader.next().await {
            Some(Ok(Message::Text(text))) => Incoming::Text(text),
            Some(Ok(Message::Binary(_))) => Incoming::Binary,
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => continue,
            // axum hides tungstenite's error type; its words for a frame over the limit are stable.
            Some(Err(why)) if why.to_string().contains("too long") => Incoming::TooLarge,
            Some(Ok(Message::Close(_)) | Err(_)) | None => Incoming::End,
        };
    }
}

async fn write(writer: &mut Writer, outbox: &Outbox) {
    loop {
        let message = match outbox.next().await {
            Outgoing::Frame(frame) => Message::Text((&*frame).into()),
            Outgoing::Close(code) => {
                let close = CloseFrame { code: code as u16, reason: close_words(code).into() };
                let _ = timeout(LAST_WORDS, writer.send(Message::Close(Some(close)))).await;
                return;
            }
        };
        match timeout(WRITE_WITHIN, writer.send(message)).await {
            Ok(Ok(())) => {}
            Ok(Err(_)) | Err(_) => return,
        }
    }
}

fn close_words(code: Close) -> &'static str {
    match code {
        Close::Again => "come back at once",
        Close::Later => "come back after a short wait",
        Close::Reload => "reload the page",
        Close::Never => "do not come back",
        Close::Replaced => "replaced by a newer connection",
    }
}

async fn watch(heard: &Mutex<Instant>) {
    loop {
        let silent = heard.lock().unwrap_or_else(PoisonError::into_inner).elapsed();
        match SILENT_FOR.checked_sub(silent) {
            Some(left) => sleep(left + Duration::from_millis(10)).await,
            None => return,
        }
    }
}

/// A token bucket for one socket.
struct Budget {
    left: f64,
    at: Instant,
}

impl Budget {
    fn new() -> Self {
        Self { left: BURST, at: Instant::now() }
    }

    fn take(&mut self) -> bool {
        let now = Instant::now();
        self.left = (self.left + now.duration_since(self.at).as_secs_f64() * FRAMES_PER_SECOND).min(BURST);
        self.at = now;
        let within = self.left >= 1.0;
        if within {
            self.left -= 1.0;
        }
        within
    }
}
