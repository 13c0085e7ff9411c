//! A page of the tests' own, for the link: what it is told to do, and what it tells.

use super::{connection::Connection, manner::Manner};
use crate::Route;
use quiethold::{
    protocol::{Alert, View, You},
    words::{Command, CommandId, DenialCode, Level},
};
use std::{net::IpAddr, time::Instant};
use tokio::{
    sync::mpsc::{UnboundedSender, unbounded_channel},
    task::JoinHandle,
};
use uuid::Uuid;

/// What a page has heard.
#[derive(Debug)]
#[allow(missing_docs)]
pub enum What {
    Welcome(You),
    View(Box<View>),
    Alert(Alert),
    Done(CommandId),
    Denied(Option<CommandId>, DenialCode, String),
    /// The hub says that another tab has taken over: a page of ours would end here.
    Replaced,
}

/// Which page has heard what, and when.
#[derive(Debug)]
#[allow(missing_docs)]
pub struct Event {
    pub page: usize,
    pub at: Instant,
    pub what: What,
}

pub(super) enum Order {
    /// On both lanes, with chasers.
    Urgent(CommandId, Command),
    /// On one.
    Plain(CommandId, Command),
}

/// A page that is open. Dropped, it is closed.
pub struct Page {
    orders: UnboundedSender<Order>,
    task: JoinHandle<()>,
}

impl Drop for Page {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Page {
    /// Opens a page from this address, which joins by this invite.
    pub fn open(
        nth: usize,
        route: Route,
        from: IpAddr,
        invite: &str,
        name: &str,
        manner: Manner,
        events: UnboundedSender<Event>,
    ) -> Self {
        let (orders, taken) = unbounded_channel();
        let connection = Connection::new(nth, (route, from), (invite, name), manner, events);
        Self { orders, task: tokio::spawn(connection.live(taken)) }
    }

    /// A hold.
    pub fn hold(&self) -> CommandId {
        let id = CommandId(Uuid::new_v4());
        let hold = Command::Raise { level: Level::Hold, test: false, for_: None };
        let _ = self.orders.send(Order::Urgent(id, hold));
        id
    }

    /// Any other command.
    pub fn does(&self, cmd: Command) -> CommandId {
        let id = CommandId(Uuid::new_v4());
        let _ = self.orders.send(Order::Plain(id, cmd));
        id
    }
}
