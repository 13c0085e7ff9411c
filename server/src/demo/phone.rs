//! A simulated phone: one real socket to the hub, a beat each second, the latest view. It paints what alerts it.

use crate::{
    protocol::{ClientFrame, HubFrame, SUBPROTOCOL, VERSION, View, You},
    words::{Command, CommandId, DeviceId},
};
use anyhow::{Context, anyhow, bail};
use futures_util::{SinkExt, StreamExt};
use std::{collections::HashMap, time::Duration};
use tokio::{
    net::TcpStream,
    sync::{mpsc, oneshot, watch},
    time::{interval, timeout},
};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Message, client::IntoClientRequest, http::HeaderValue},
};
use uuid::Uuid;

const BEAT: Duration = Duration::from_secs(1);
/// The hub is on this laptop; what takes longer than this is not coming.
const PATIENCE: Duration = Duration::from_secs(10);

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;
type Answer = oneshot::Sender<Result<(), String>>;

/// A phone in somebody's hand.
pub struct Phone {
    /// Whom the hub takes it for.
    pub you: You,
    view: watch::Receiver<View>,
    presses: mpsc::UnboundedSender<(Command, Answer)>,
}

impl Phone {
    /// Joins by an invite, as a browser does by the code.
    pub async fn join(hub: &str, invite: &str, name: &str) -> anyhow::Result<Self> {
        let mut request = format!("{}/ws", hub.replacen("http", "ws", 1)).into_client_request()?;
        request.headers_mut().insert("Sec-WebSocket-Protocol", HeaderValue::from_static(SUBPROTOCOL));
        let (mut socket, _) = connect_async(request).await.context("The hub does not answer.")?;
        let join = ClientFrame::Join {
            v: VERSION,
            invite: invite.into(),
            name: name.into(),
            title: None,
            lang: None,
            device: DeviceId(Uuid::new_v4()),
        };
        send(&mut socket, &join).await?;
        let (you, first) =
            timeout(PATIENCE, welcome(&mut socket)).await.context("The hub does not answer.")??;
        let (views, view) = watch::channel(first);
        let (presses, queue) = mpsc::unbounded_channel();
        tokio::spawn(live(socket, views, queue, you.role.receives()));
        Ok(Self { you, view, presses })
    }

    /// Gives a command, and takes a denial for a mishap.
    pub async fn does(&self, command: Command) -> anyhow::Result<()> {
        self.tries(command).await?.map_err(|denial| anyhow!(denial))
    }

    /// Gives a command and waits for the hub's answer: done, or the sentence of the denial.
    pub async fn tries(&self, command: Command) -> anyhow::Result<Result<(), String>> {
        let (answer, answered) = oneshot::channel();
        self.presses.send((command, answer)).map_err(|_| anyhow!("This phone has lost the hub."))?;
        Ok(timeout(PATIENCE, answered).await.context("The hub does not answer.")??)
    }

    /// Waits until the view shows something, and gives it back.
    pub async fn sees<T>(&self, what: impl Fn(&View) -> Option<T>) -> anyhow::Result<T> {
        let mut view = self.view.clone();
        let seen = timeout(PATIENCE, view.wait_for(|view| what(view).is_some())).await;
        let shown = seen.context("The page does not show it.")?.context("This phone has lost the hub.")?;
        what(&shown).context("The page does not show it.")
    }
}

async fn send(socket: &mut Socket, frame: &ClientFrame) -> anyhow::Result<()> {
    Ok(socket.send(Message::text(serde_json::to_string(frame)?)).await?)
}

async fn next(socket: &mut Socket) -> anyhow::Result<HubFrame> {
    loop {
        if let Message::Text(text) = socket.next().await.context("The hub has closed the line.")?? {
            return Ok(serde_json::from_str(&text)?);
        }
    }
}

async fn welcome(socket: &mut Socket) -> anyhow::Result<(You, View)> {
    match next(socket).await? {
        HubFrame::Welcome { you, view, .. } => Ok((you, view)),
        HubFrame::Refused { message, .. } => bail!(message),
        _ => bail!("The hub's first answer is not a welcome."),
    }
}

/// Until the hub or the owner is gone.
async fn live(
    mut socket: Socket,
    views: watch::Sender<View>,
    mut queue: mpsc::UnboundedReceiver<(Command, Answer)>,
    paints: bool,
) -> anyhow::Result<()> {
    let mut beats = interval(BEAT);
    let mut n = 0;
    let mut waiting: HashMap<CommandId, Answer> = HashMap::new();
    loop {
        tokio::select! {
            _ = beats.tick() => {
                n += 1;
                send(&mut socket, &ClientFrame::Beat { n, visible: true, awake: Some(true), rtt: None }).await?;
            }
            press = queue.recv() => {
                let Some((cmd, answer)) = press else { return Ok(()) };
                let id = CommandId(Uuid::new_v4());
                waiting.insert(id, answer);
                send(&mut socket, &ClientFrame::Do { id, age: None, at: None, cmd }).await?;
            }
            frame = next(&mut socket) => match frame? {
                HubFrame::View { view, .. } => { views.send_replace(view); }
                HubFrame::Alert(alert) if paints => {
                    send(&mut socket, &ClientFrame::Shown { signal: alert.signal, again: Some(alert.again), at: None }).await?;
                }
                HubFrame::Done { id } => answer(&mut waiting, id, Ok(())),
                HubFrame::Denied { id: Some(id), message, .. } => answer(&mut waiting, id, Err(message)),
                _ => {}
            }
        }
    }
}

fn answer(waiting: &mut HashMap<CommandId, Answer>, id: CommandId, answer: Result<(), String>) {
    if let Some(presser) = waiting.remove(&id) {
        // Whoever pressed may have stopped waiting.
        let _ = presser.send(answer);
    }
}
