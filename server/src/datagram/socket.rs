//! The hub's one UDP socket. It answers from the address that was asked: on a laptop with several in one network the
//! system would take the one that it likes best, and a browser drops what comes from anywhere else (RFC 8445, 7.2.5.2.1).

use quinn_udp::{RecvMeta, Transmit, UdpSocketState};
use std::{
    io::{self, IoSliceMut},
    net::{IpAddr, SocketAddr},
};
use tokio::{io::Interest, net::UdpSocket};

/// The system may hand over several packets in one piece, as long as the longest that there can be.
const PIECE: usize = 64 * 1024;

pub(super) struct Socket {
    socket: UdpSocket,
    state: UdpSocketState,
}

/// Where a packet came from, and which of the laptop's own addresses it was sent to, where the system tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Way {
    pub from: SocketAddr,
    pub to: Option<IpAddr>,
}

impl Socket {
    /// Takes the port of the same number, or any that is free.
    pub async fn bind(address: SocketAddr) -> io::Result<Self> {
        let socket = match UdpSocket::bind(address).await {
            Ok(socket) => socket,
            Err(_) => UdpSocket::bind(SocketAddr::new(address.ip(), 0)).await?,
        };
        let state = UdpSocketState::new((&socket).into())?;
        Ok(Self { socket, state })
    }

    pub fn port(&self) -> io::Result<u16> {
        Ok(self.socket.local_addr()?.port())
    }

    /// Room for what [`Self::hear`] brings.
    pub fn room() -> Box<[u8]> {
        vec![0; PIECE].into_boxed_slice()
    }

    /// The next packets, all of which came the same way.
    pub async fn hear<'a>(&self, room: &'a mut [u8]) -> io::Result<(Way, impl Iterator<Item = &'a [u8]>)> {
        let heard = self.socket.async_io(Interest::READABLE, || {
            let mut heard = [RecvMeta::default()];
            self.state.recv((&self.socket).into(), &mut [IoSliceMut::new(room)], &mut heard)?;
            let [heard] = heard;
            Ok(heard)
        });
        let RecvMeta { addr: from, len, stride, dst_ip: to, .. } = heard.await?;
        Ok((Way { from, to }, room[..len].chunks(stride.max(1))))
    }

    /// A packet that finds no room is lost, as on the air.
    pub fn answer(&self, way: Way, packet: &[u8]) {
        let transmit = Transmit {
            destination: way.from,
            ecn: None,
            contents: packet,
            segment_size: None,
            src_ip: way.to,
        };
        let _ =
            self.socket.try_io(Interest::WRITABLE, || self.state.try_send((&self.socket).into(), &transmit));
    }
}
