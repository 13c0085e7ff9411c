//! The command line, in words for whoever looks after the laptop.

pub mod announce;
pub mod ask;
pub mod erase;
pub mod report;

use crate::{hub::KEEP_DAYS, protocol::WifiView, tls, words};
use anyhow::Context;
use clap::{Args, Parser, Subcommand, ValueEnum};
use directories::ProjectDirs;
use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    path::PathBuf,
    time::Duration,
};
use time::{Date, macros::format_description};

const PORT: u16 = 8080;

/// Silent hold signals on a film set: one laptop, the phones, no internet.
///
/// This laptop runs the hub. Phones in the same Wi-Fi open its page by a QR code. A performer's hold or
/// pause reaches the intimacy coordinator (IC) and the 1st AD, silently. It does not replace the conversations,
/// the closed-set protocol, or the agreed word or gesture.
#[derive(Debug, Parser)]
#[command(name = "quiethold", version, max_term_width = 100, arg_required_else_help = true)]
#[command(after_help = "To begin: join the Wi-Fi that the phones use, then run `quiethold serve`.\n\
                        To look at it alone first: `quiethold demo`.")]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What the command line can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run the hub on this laptop, for a day on set
    Serve(Serve),
    /// Run the hub with simulated phones of a small scene: a day on set in a minute
    Demo(Demo),
    /// Ask the running hub for a new invite, as a QR code
    Invite(Invite),
    /// The day's report, as a page that can be read and printed
    Report(Report),
    /// Destroy what is kept of a day, or of all days
    Erase(Erase),
    /// Look at what a day on set needs of this laptop: network, sleep, disk, clock, certificate
    Doctor(Doctor),
}

/// `quiethold doctor`
#[derive(Clone, Debug, Args)]
#[command(
    after_help = "Each line is OK, LOOK or BROKEN, with what to do. It changes nothing. With what the hub is started with \
                        (--listen, --tls-…), it looks at that. It ends with 1 if something is BROKEN."
)]
pub struct Doctor {
    #[command(flatten)]
    #[allow(missing_docs)]
    pub folder: Folder,
    /// Where the hub will listen
    #[arg(long, value_name = "ADDR:PORT", default_value_t = everywhere(PORT), value_parser = listen_address)]
    pub listen: SocketAddr,
    /// The address in the QR codes, if you choose it yourself
    #[arg(long, value_name = "ADDRESS")]
    pub address: Option<IpAddr>,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub https: Https,
    /// The last day on set, YYYY-MM-DD: the certificate must last till then [default: the plan's last call, or tomorrow]
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub wrap: Option<Date>,
    /// For other programs: one line of JSON
    #[arg(long)]
    pub json: bool,
}

fn date(text: &str) -> Result<Date, String> {
    Date::parse(text, format_description!("[year]-[month]-[day]"))
        .map_err(|_| "write it like 2026-12-24".to_owned())
}

/// `quiethold serve`
#[derive(Clone, Debug, Args)]
#[command(
    after_help = "Stop it with Ctrl-C. Nothing is lost by that: start it again, and the phones come back by \
                        themselves."
)]
pub struct Serve {
    /// Where the hub listens: a port, or an address of this laptop and a port
    #[arg(long, value_name = "ADDR:PORT", default_value_t = everywhere(PORT), value_parser = listen_address)]
    pub listen: SocketAddr,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub folder: Folder,
    /// What this hub is called on the screens: the stage, or the production
    #[arg(long, value_name = "NAME", default_value = "Quiet Hold", value_parser = hub_name)]
    pub name: String,
    /// The day plan to begin with; on a day that runs, only if the file has changed. A commented example: docs/day.example.toml
    #[arg(long, value_name = "FILE")]
    pub plan: Option<PathBuf>,
    /// Put this address of the laptop into the QR codes, instead of the one that the hub finds best
    #[arg(long, value_name = "ADDRESS")]
    pub address: Option<IpAddr>,
    /// While rolling, a hold without a cut is shown on every screen inside after so many seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 5, value_parser = clap::value_parser!(u64).range(2..=10))]
    pub call_after_rolling: u64,
    /// Not rolling, a hold without an IC's answer is shown on every screen inside after so many seconds
    #[arg(long, value_name = "SECONDS", default_value_t = 15, value_parser = clap::value_parser!(u64).range(5..=30))]
    pub call_unanswered_after: u64,
    /// Sealed records are destroyed so many days after the wrap
    #[arg(long, value_name = "DAYS", default_value_t = KEEP_DAYS, value_parser = clap::value_parser!(u32).range(1..=365))]
    pub keep_days: u32,
    /// The Wi-Fi that the phones join, to be shown as a QR code; nothing behind the colon: an open network
    #[arg(long, value_name = "SSID:PASSWORD", value_parser = crate::wifi::parse)]
    pub wifi: Option<WifiView>,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub https: Https,
    /// No datagram lane beside the phones' websockets: a signal on a bad link takes longer
    #[arg(long)]
    pub no_datagrams: bool,
    /// Do not open the hub's own page in this laptop's browser
    #[arg(long)]
    pub no_browser: bool,
    /// For other programs: one line of JSON when the hub is ready, nothing else, and no browser
    #[arg(long)]
    pub json: bool,
    /// To be measured (docs/bad-link.md): when chasers follow an urgent frame, in milliseconds
    #[arg(long, value_name = "MS,…", value_delimiter = ',', hide = true)]
    pub chasers: Option<Vec<u64>>,
}

/// How the hub speaks https, if it does.
#[derive(Clone, Debug, Args)]
pub struct Https {
    /// Speak https with this certificate (PEM, with the chain); a changed file is taken up by itself
    #[arg(long, value_name = "FILE", requires = "tls_key", conflicts_with = "tls_local_ca")]
    pub tls_cert: Option<PathBuf>,
    /// The certificate's key (PEM, without a password)
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    pub tls_key: Option<PathBuf>,
    /// Speak https with this laptop's own CA, which production's own phones are set up to trust
    #[arg(long)]
    pub tls_local_ca: bool,
}

impl Https {
    /// Where the certificate comes from.
    pub fn source(&self) -> Option<tls::Source> {
        match (&self.tls_cert, &self.tls_key) {
            (Some(cert), Some(key)) => {
                Some(tls::Source::Files(tls::Pair { cert: cert.clone(), key: key.clone() }))
            }
            _ => self.tls_local_ca.then_some(tls::Source::LocalCa),
        }
    }
}

/// `quiethold demo`
#[derive(Clone, Debug, Args)]
pub struct Demo {
    /// Where the hub listens; port 0 is any free one, so that it stands beside a real day's hub
    #[arg(long, value_name = "ADDR:PORT", default_value_t = everywhere(0), value_parser = listen_address)]
    pub listen: SocketAddr,
    /// A folder to keep the demo's day in [default: none; it is thrown away]
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Do not open pages in this laptop's browser
    #[arg(long)]
    pub no_browser: bool,
}

/// `quiethold invite`
#[derive(Clone, Debug, Args)]
#[command(
    after_help = "The hub must be running on this laptop. Performers, watchers and chaperones wait until the IC lets them in by name; \
                        crew and door see only what is public, and get in at once. An invite for an IC or a 1st AD \
                        works once."
)]
pub struct Invite {
    /// For whom
    #[arg(long, value_enum)]
    pub role: Role,
    /// The person's name, to tell several invites apart
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    /// Watcher and chaperone only: the performer whose button they hold
    #[arg(long = "for", value_name = "NAME")]
    pub for_: Option<String>,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub folder: Folder,
    /// IC only: a file with the recovery words; without it they are asked for where they are needed
    #[arg(long, value_name = "FILE")]
    pub words_file: Option<PathBuf>,
}

/// `quiethold report`
#[derive(Clone, Debug, Args)]
#[command(
    after_help = "A running hub is asked. Else the day in the folder is read, or the latest sealed record. \
                        No report is evidence of consent."
)]
pub struct Report {
    /// For whom: production's has no names, and only those signals that the IC chose to show
    #[arg(long = "for", value_enum, default_value_t = Reader::Production)]
    pub reader: Reader,
    /// For the IC's only: a file with the recovery words; without it they are asked for, unseen
    #[arg(long, value_name = "FILE")]
    pub words_file: Option<PathBuf>,
    /// Write it into this file, readable by this user alone [default: standard output]
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// For other programs: JSON instead of a page
    #[arg(long)]
    pub json: bool,
    /// The sealed record of this day, instead of the latest
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub day: Option<String>,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub folder: Folder,
}

/// `quiethold erase`
#[derive(Clone, Debug, Args)]
#[command(
    after_help = "No hub may be running with the folder. The keys are destroyed first, then the files are overwritten \
                        and removed. On an SSD old bytes may outlive that for a while; without their key they can't be read."
)]
pub struct Erase {
    /// Only the sealed record of this day
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub day: Option<String>,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub folder: Folder,
}

/// For whom a report is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Reader {
    /// The IC: everything that is kept
    Ic,
    /// Production: no names
    Production,
}

impl From<Reader> for words::Reader {
    fn from(reader: Reader) -> Self {
        match reader {
            Reader::Ic => Self::Ic,
            Reader::Production => Self::Production,
        }
    }
}

/// Where the record lies.
#[derive(Clone, Debug, Args)]
pub struct Folder {
    /// The folder of the day's record [default: Quiet Hold's own folder for this user]
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
}

/// For whom an invite is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Role {
    /// Intimacy coordinator: after the first, with the recovery words that the first was shown
    Ic,
    /// 1st AD: also 2nd AD, floor manager
    Ad,
    /// Actor, body double, stand-in
    Performer,
    /// Holds the button for one performer who can't
    Watcher,
    /// A minor's chaperone
    Chaperone,
    /// Everybody else, and the display in video village
    Crew,
    /// The display at the stage door
    Door,
}

impl From<Role> for words::Role {
    fn from(role: Role) -> Self {
        match role {
            Role::Ic => Self::Ic,
            Role::Ad => Self::Ad,
            Role::Performer => Self::Performer,
            Role::Watcher => Self::Watcher,
            Role::Chaperone => Self::Chaperone,
            Role::Crew => Self::Crew,
            Role::Door => Self::Door,
        }
    }
}

impl Serve {
    /// How long a hold goes without a cut while rolling.
    pub fn call_after_rolling(&self) -> Duration {
        Duration::from_secs(self.call_after_rolling)
    }

    /// How long a hold goes without an IC's answer while not rolling.
    pub fn call_unanswered_after(&self) -> Duration {
        Duration::from_secs(self.call_unanswered_after)
    }
}

impl Folder {
    /// The folder, as told or as the system has it for this user.
    pub fn path(&self) -> anyhow::Result<PathBuf> {
        match &self.data {
            Some(folder) => Ok(folder.clone()),
            None => {
                ProjectDirs::from("", "", "Quiet Hold").map(|dirs| dirs.data_local_dir().to_owned()).context(
                    "This user has no home folder to keep the record in. Name a folder with --data DIR.",
                )
            }
        }
    }
}

fn everywhere(port: u16) -> SocketAddr {
    SocketAddr::from((Ipv4Addr::UNSPECIFIED, port))
}

/// `8080`, `192.168.1.20`, `192.168.1.20:8080`.
fn listen_address(text: &str) -> Result<SocketAddr, String> {
    text.parse()
        .or_else(|_| text.parse().map(everywhere))
        .or_else(|_| text.parse().map(|ip: IpAddr| SocketAddr::new(ip, PORT)))
        .map_err(|_| format!("write a port like {PORT}, or an address and a port like 192.168.1.20:{PORT}"))
}

/// Long enough for "Stage 4, Babelsberg", short enough for a phone.
const LONGEST_NAME: usize = 60;

fn hub_name(text: &str) -> Result<String, String> {
    let name = text.trim();
    if name.is_empty() || name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control) {
        return Err(format!("a name has 1 to {LONGEST_NAME} characters on one line"));
    }
    Ok(name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    fn serve(arguments: &[&str]) -> Result<Serve, clap::Error> {
        let all = ["quiethold", "serve"].iter().chain(arguments);
        match Cli::try_parse_from(all)?.command {
            Command::Serve(serve) => Ok(serve),
            other => unreachable!("{other:?}"),
        }
    }

    #[test]
    fn the_command_line_is_put_together_rightly() {
        Cli::command().debug_assert();
    }

    #[test]
    fn a_day_begins_with_one_word() {
        let day = serve(&[]).expect("nothing more is needed");
        assert_eq!(day.listen, everywhere(8080));
        assert_eq!((day.call_after_rolling().as_secs(), day.call_unanswered_after().as_secs()), (5, 15));
        assert!(day.address.is_none() && !day.json);
    }

    #[test]
    fn a_port_alone_or_an_address_alone_is_enough() {
        assert_eq!(serve(&["--listen", "9000"]).expect("a port").listen, everywhere(9000));
        let one = serve(&["--listen", "192.168.1.20"]).expect("an address").listen;
        assert_eq!(one.to_string(), "192.168.1.20:8080");
        assert_eq!(serve(&["--listen", "[::]:80"]).expect("both").listen.to_string(), "[::]:80");
        let said = serve(&["--listen", "stage4"]).expect_err("a name is not an address").to_string();
        assert!(said.contains("192.168.1.20:8080"), "{said}");
    }

    #[test]
    fn calling_by_itself_can_be_adjusted_within_bounds_and_never_switched_off() {
        for (flag, bounds) in [("--call-after-rolling", [2, 10]), ("--call-unanswered-after", [5, 30])] {
            for seconds in bounds {
                assert!(serve(&[flag, &seconds.to_string()]).is_ok());
            }
            for seconds in [0, bounds[0] - 1, bounds[1] + 1] {
                assert!(serve(&[flag, &seconds.to_string()]).is_err(), "{flag} {seconds}");
            }
        }
    }

    #[test]
    fn the_hubs_name_fits_on_a_phone() {
        assert_eq!(serve(&["--name", " Stage 4 "]).expect("a name").name, "Stage 4");
        for name in ["", "  ", "two\nlines", &"x".repeat(10_000)] {
            assert!(serve(&["--name", name]).is_err());
        }
    }

    #[test]
    fn the_help_has_none_of_the_words_that_frighten() {
        let mut command = Cli::command();
        let mut help = command.render_long_help().to_string();
        for subcommand in command.get_subcommands_mut() {
            help += &subcommand.render_long_help().to_string();
        }
        let help = help.to_lowercase();
        for word in [
            "panic",
            "alarm",
            "incident",
            "complaint",
            "veto",
            "violation",
            "consent revoked",
            "reason",
            "talent",
            "victim",
        ] {
            assert!(!help.contains(word), "{word}");
        }
    }

    #[test]
    fn the_record_lies_where_a_person_says_or_in_the_users_own_place() {
        let told = Folder { data: Some("/stage".into()) };
        assert_eq!(told.path().expect("told"), PathBuf::from("/stage"));
        assert!(Folder { data: None }.path().expect("a home").is_absolute());
    }
}
