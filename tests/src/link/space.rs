//! Two network namespaces, one for the phones and one for the hub, with a TUN device in each. Whatever happens to this
//! program, both are removed: a small shell waits for its end.

use rustix::{
    fd::AsFd,
    thread::{LinkNameSpaceType, move_into_link_name_space},
};
use std::{
    fs::File,
    io,
    net::Ipv4Addr,
    os::unix::process::CommandExt,
    process::{self, Child, ChildStdin, Command, Stdio},
    sync::atomic::{AtomicU32, Ordering::Relaxed},
    thread::{self, JoinHandle},
};
use tun_rs::{DeviceBuilder, Layer, SyncDevice};

/// The hub's address.
pub const HUB: Ipv4Addr = Ipv4Addr::new(10, 99, 0, 1);
/// Behind the hub's address, phones are numbered through from here.
const FIRST_PHONE: u32 = u32::from_be_bytes([10, 99, 4, 0]);
/// How many addresses the phones have between them.
pub const PHONES: u16 = 1024;

/// Why there is no link on this machine, as a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CannotRun(pub String);

/// A phone's address.
pub fn address(phone: u16) -> Ipv4Addr {
    assert!(phone < PHONES, "there are addresses for {PHONES} phones");
    Ipv4Addr::from(FIRST_PHONE + u32::from(phone))
}

/// Whether it is the hub's address, or one of the doors to it ([`Spaces::door`]).
pub fn is_hub(address: Ipv4Addr) -> bool {
    (u32::from(HUB)..FIRST_PHONE).contains(&u32::from(address))
}

/// Whose address it is.
pub fn phone(address: Ipv4Addr) -> Option<u16> {
    let nth = u32::from(address).checked_sub(FIRST_PHONE)?;
    u16::try_from(nth).ok().filter(|nth| *nth < PHONES)
}

/// A network namespace of this program's own.
#[derive(Debug, Clone)]
pub struct Namespace {
    /// As `ip netns` knows it.
    pub name: String,
}

impl Namespace {
    /// A thread that stands in it: whatever it opens is opened there.
    pub fn spawn<T: Send + 'static>(&self, what: impl FnOnce() -> T + Send + 'static) -> JoinHandle<T> {
        let path = format!("/run/netns/{}", self.name);
        thread::spawn(move || {
            let there = File::open(path).expect("the namespace is there");
            move_into_link_name_space(there.as_fd(), Some(LinkNameSpaceType::Network))
                .expect("root may enter it");
            what()
        })
    }

    /// A program that is to run in it. It ends with the namespace, and so does whatever it starts.
    pub fn command(&self, program: &str) -> Command {
        let mut command = Command::new("ip");
        command.args(["netns", "exec", &self.name, program]);
        command
    }

    /// Sets `net.ipv4.tcp_…=…` in it.
    ///
    /// # Errors
    /// Where this kernel doesn't know it.
    pub fn set(&self, setting: &str) -> Result<(), CannotRun> {
        ip(&["netns", "exec", &self.name, "sysctl", "-qw", setting])
    }

    /// A shell script that starts what is given to it in there, as [`crate::Options::under`] takes it.
    pub fn under(&self) -> String {
        format!("exec ip netns exec {} \"$@\"", self.name)
    }
}

/// Both sides. Dropped, they are gone, with every process in them.
pub struct Spaces {
    pub phones: Namespace,
    pub hub: Namespace,
    /// Waits for this end to close; closed by the system if the program is killed.
    leash: Option<ChildStdin>,
    keeper: Child,
}

impl Spaces {
    /// Makes them, and a device in each that this program reads and writes.
    pub fn new() -> Result<(Self, SyncDevice, SyncDevice), CannotRun> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let own = format!("{}x{}", process::id(), COUNT.fetch_add(1, Relaxed));
        let [phones, hub] = ["p", "h"].map(|side| Namespace { name: format!("qh{own}{side}") });
        if !rustix::process::geteuid().is_root() {
            return Err(CannotRun("the emulated link needs root, for its network namespaces".into()));
        }
        let mut keeper = keeper(&phones.name, &hub.name)?;
        let leash = keeper.stdin.take();
        let spaces = Self { phones, hub, leash, keeper };
        let mut devices = Vec::new();
        for space in [&spaces.phones, &spaces.hub] {
            ip(&["netns", "add", &space.name])?;
            let device = DeviceBuilder::new().name(&space.name).layer(Layer::L3).enable(false).build_sync();
            let device = device.map_err(|why| {
                CannotRun(format!("the emulated link needs a TUN device (/dev/net/tun): {why}"))
            })?;
            device.set_nonblocking(true).map_err(|why| cannot(&why))?;
            ip(&["link", "set", &space.name, "netns", &space.name, "name", "air"])?;
            let inside = |args: &[&str]| ip(&[&["-n", &space.name], args].concat());
            inside(&["link", "set", "lo", "up"])?;
            inside(&["link", "set", "air", "txqueuelen", "10000", "up"])?;
            devices.push(device);
        }
        let (to_phones, to_hub) = (format!("{}/22", address(0)), format!("{HUB}/32"));
        // Cubic, as laptops and phones have it; this machine's own may be another.
        let at = |space: &Namespace, args: &[&str]| ip(&[&["-n", &space.name], args].concat());
        let first = address(1).to_string();
        at(&spaces.hub, &["addr", "add", &to_hub, "dev", "air"])?;
        at(
            &spaces.hub,
            &["route", "add", &to_phones, "dev", "air", "src", &HUB.to_string(), "congctl", "cubic"],
        )?;
        at(&spaces.phones, &["addr", "add", &first, "dev", "air"])?;
        at(&spaces.phones, &["route", "add", "local", &to_phones, "dev", "lo"])?;
        at(&spaces.phones, &["route", "add", &to_hub, "dev", "air", "src", &first, "congctl", "cubic"])?;
        let hub = devices.pop().ok_or_else(|| cannot(&"no device"))?;
        let phones = devices.pop().ok_or_else(|| cannot(&"no device"))?;
        Ok((spaces, phones, hub))
    }

    /// One more address of the hub's: what goes there comes from this phone. For programs that do not let anybody choose
    /// where their connections come from, as a browser.
    pub fn door(&self, phone: u16) -> Result<Ipv4Addr, CannotRun> {
        let door = Ipv4Addr::from(u32::from(HUB) + 1 + u32::from(phone));
        assert!(is_hub(door), "there are no doors for so many phones");
        let (to, from) = (format!("{door}/32"), address(phone).to_string());
        ip(&["-n", &self.hub.name, "addr", "add", &to, "dev", "air"])?;
        let way = ["route", "add", &to, "dev", "air", "src", &from, "congctl", "cubic"];
        ip(&[&["-n", &self.phones.name], &way[..]].concat())?;
        Ok(door)
    }
}

impl Drop for Spaces {
    fn drop(&mut self) {
        self.leash = None;
        let _ = self.keeper.wait();
    }
}

/// Waits for the end of this program, however it comes about, and cleans up: a browser has three seconds to throw its
/// profile away. In a group of its own: Ctrl-C is not for it.
fn keeper(phones: &str, hub: &str) -> Result<Child, CannotRun> {
    let script = format!(
        "read -r _; for wait in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do \
         [ -n \"$(ip netns pids {phones} 2>/dev/null)\" ] || break; sleep 0.2; done; \
         for space in {phones} {hub}; do \
         ip netns pids $space 2>/dev/null | xargs -r kill -9; ip netns del $space 2>/dev/null; done; :"
    );
    let mut shell = Command::new("sh");
    shell.args(["-c", &script]).stdin(Stdio::piped()).stdout(Stdio::null()).process_group(0);
    shell.spawn().map_err(|why| cannot(&why))
}

fn ip(args: &[&str]) -> Result<(), CannotRun> {
    let done =
        Command::new("ip").args(args).stdin(Stdio::null()).output().map_err(|why| match why.kind() {
            io::ErrorKind::NotFound => {
                CannotRun("the emulated link needs `ip` (Debian: apt-get install iproute2)".into())
            }
            _ => cannot(&why),
        })?;
    if done.status.success() {
        return Ok(());
    }
    Err(CannotRun(format!(
        "`ip {}` failed: {}",
        args.join(" "),
        String::from_utf8_lossy(&done.stderr).trim()
    )))
}

fn cannot(why: &dyn std::fmt::Display) -> CannotRun {
    CannotRun(format!("the emulated link can't be made: {why}"))
}
