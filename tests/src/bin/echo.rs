//! What Autobahn's fuzzing client speaks to: the hub's own port and websocket, which say back what they hear.
//! One port with the hub's limit on a message, and one without, for the cases with long messages.

use quiethold::{protocol::MAX_CLIENT_FRAME, web};
use tokio::{net::TcpListener, sync::watch};

/// More than the longest message of any case.
const LONG: usize = 32 << 20;

#[tokio::main]
async fn main() {
    let (_stop, stopped) = watch::channel(false);
    let mut addresses = Vec::new();
    let mut ports = Vec::new();
    for longest in [MAX_CLIENT_FRAME, LONG] {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        addresses.push(listener.local_addr().expect("it is bound").to_string());
        ports.push(tokio::spawn(web::echo(longest).serve(listener, stopped.clone())));
    }
    println!("{}", addresses.join(" "));
    for port in ports {
        port.await.expect("it serves until it is ended");
    }
}
