//! `quiethold`: the command line.

use anyhow::Context;
use clap::Parser;
use quiethold::{
    cli::{
        Cli, Command, Demo, Doctor, Invite, Role, Serve,
        announce::{Announcement, announce},
        ask, erase, report,
    },
    demo::{Codes, Stage},
    doctor,
    hub::KEEP_DAYS,
    qr,
    record::write_private,
    serve::{Config, Running, serve},
};
use serde_json::json;
use std::{
    env, fs,
    io::{self, IsTerminal, Write, stdout},
    process::ExitCode,
    time::Duration,
};
use tokio::runtime::Runtime;
use tracing_subscriber::{
    EnvFilter, Layer, filter::filter_fn, layer::SubscriberExt, util::SubscriberInitExt,
};

fn main() -> ExitCode {
    match run(Cli::parse().command) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("\nThat did not work.\n\n{}", calm(&error));
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Serve(day) => {
            logs(if day.json { "info" } else { "warn,quiethold::record=info" });
            Runtime::new()?.block_on(serve_a_day(&day))?;
        }
        Command::Demo(demo) => {
            logs("warn");
            Runtime::new()?.block_on(show_a_day(&demo))?;
        }
        Command::Invite(wanted) => invite(&wanted)?,
        Command::Report(wanted) => {
            let text = report::report(&wanted.folder.path()?, &wanted)?;
            match &wanted.out {
                Some(file) => write_private(file, text.as_bytes())
                    .with_context(|| format!("{} can't be written.", file.display()))?,
                None => say(&text),
            }
        }
        Command::Erase(wanted) => say(&erase::erase(&wanted.folder.path()?, &wanted)?),
        Command::Doctor(asked) => return examine(&asked),
    }
    Ok(ExitCode::SUCCESS)
}

async fn serve_a_day(day: &Serve) -> anyhow::Result<()> {
    if let Some(chasers) = &day.chasers {
        quiethold::hub::try_chasers(chasers.clone());
    }
    let mut ending = Ending::listen()?; // before anybody is told that it runs
    let data = day.folder.path()?;
    let running = serve(Config {
        listen: day.listen,
        data: data.clone(),
        name: day.name.clone(),
        plan: day.plan.clone(),
        address: day.address,
        call_after_rolling: day.call_after_rolling(),
        call_unanswered_after: day.call_unanswered_after(),
        tls: day.https.source(),
        keep_days: day.keep_days,
        wifi: day.wifi.clone(),
        datagrams: !day.no_datagrams,
    })
    .await?;
    for told in [&running.log_saved, &running.plan_kept].into_iter().flatten() {
        eprintln!("\n{told}\n");
    }
    tracing::info!(url = %running.url, interface = %running.chosen.interface, "the hub runs");
    if day.json {
        // The one line that ever goes to standard output: docs/protocol.md has it.
        let Running { url, invites, handouts, .. } = &running;
        say(&json!({ "ready": true, "url": url, "key": handouts.seal, "invites": invites }).to_string());
    } else {
        let own_page = format!("{}/hub#{}", running.local_url, running.laptop_key);
        let opens = !day.no_browser && has_browser();
        let claim = running.invites.ic.as_ref().map(|invite| running.handouts.code(invite));
        say(&announce(&Announcement {
            name: &day.name,
            url: &running.url,
            chosen: &running.chosen,
            wifi: day.wifi.as_ref(),
            claim: claim.as_deref(),
            own_page: &own_page,
            trust: running.trust.as_ref(),
            opens,
            coloured: stdout().is_terminal(),
        }));
        if opens {
            open_page(&own_page);
        }
    }
    ending.end(running).await;
    tracing::info!("the hub has ended");
    if !day.json {
        say(&format!("\nQuiet Hold has stopped. The day is kept in {}.", data.display()));
    }
    Ok(())
}

async fn show_a_day(demo: &Demo) -> anyhow::Result<()> {
    let mut ending = Ending::listen()?;
    let thrown_away = env::temp_dir().join(format!("quiethold-demo-{}", uuid::Uuid::new_v4()));
    let data = demo.data.as_ref().unwrap_or(&thrown_away);
    let running = serve(Config {
        listen: demo.listen,
        data: data.clone(),
        name: "Demo".into(),
        plan: None,
        address: None,
        call_after_rolling: Duration::from_secs(5),
        call_unanswered_after: Duration::from_secs(15),
        tls: None,
        keep_days: KEEP_DAYS,
        wifi: None,
        datagrams: false,
    })
    .await?;
    let shown = tokio::select! {
        day = pages_and_day(demo, &running) => Some(day),
        () = ending.asked() => None,
    };
    if let Some(Ok(())) = shown {
        say("\nThat was the day. The hub runs on until Ctrl-C.");
        ending.end(running).await;
    } else {
        running.shutdown().await;
    }
    if demo.data.is_none() {
        let _ = fs::remove_dir_all(&thrown_away);
    }
    shown.unwrap_or(Ok(()))
}

async fn pages_and_day(demo: &Demo, running: &Running) -> anyhow::Result<()> {
    let invites = &running.invites;
    let codes = Codes {
        ic: invites
            .ic
            .as_deref()
            .context("This folder holds a day already. Name another one, or leave --data out.")?,
        ad: invites.ad.as_deref().unwrap_or_default(),
        performer: &invites.performer,
        door: &invites.door,
    };
    let stage = Stage::set_up(&running.local_url, codes, Duration::from_secs(1)).await?;
    let seats = stage.seats().await?;
    // A browser keeps one person for each address, so each page gets its own name for this laptop.
    let ic = format!("{}/#{}", running.local_url, seats.ic);
    let ad = format!("{}/#{}", running.local_url.replacen("127.0.0.1", "localhost", 1), seats.ad);
    say(&format!(
        "\nA day on set, in about a minute.\n\n  See it as the IC        {ic}\n  See it as the 1st AD    {ad}\n\n\
         Give each page another name: the IC is nothing else on a set.\n\
         Or join with a phone as a performer, and let yourself in on the IC's page:\n\n{}",
        qr::terminal(&running.handouts.code(&invites.performer), stdout().is_terminal())?
    ));
    if !demo.no_browser && has_browser() {
        open_page(&ic);
        open_page(&ad);
        // Time to say a name on both pages.
        tokio::time::sleep(Duration::from_secs(10)).await;
    }
    stage.day(|line| say(&format!("  · {line}"))).await
}

fn examine(asked: &Doctor) -> anyhow::Result<ExitCode> {
    let report = doctor::examine(&doctor::Asked {
        folder: asked.folder.path()?,
        listen: asked.listen,
        address: asked.address,
        tls: asked.https.source(),
        wrap: asked.wrap,
    });
    say(&if asked.json { serde_json::to_string(&report)? } else { report.to_string() });
    Ok(if report.found == doctor::Found::Broken { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn invite(wanted: &Invite) -> anyhow::Result<()> {
    let folder = wanted.folder.path()?;
    let ask = |words: Option<&str>| {
        let (role, name, for_) = (wanted.role.into(), wanted.name.as_deref(), wanted.for_.as_deref());
        ask::invite(&folder, &ask::Wanted { role, name, for_, words })
    };
    let file = wanted.words_file.as_deref();
    // The day's first IC needs no words yet; the hub knows whether there was one.
    let mut answer = if file.is_none() { ask(None)? } else { ask(Some(&ask::recovery_words(file)?))? };
    if answer.is_err() && wanted.role == Role::Ic && file.is_none() {
        answer = ask(Some(&ask::recovery_words(None)?))?;
    }
    let url = answer.map_err(anyhow::Error::msg)?;
    if stdout().is_terminal() {
        let whom = wanted.name.as_deref().map_or_else(String::new, |name| format!(" for {name}"));
        say(&format!("\nAn invite{whom}. Show it to nobody else.\n\n{}", qr::terminal(&url, true)?));
    }
    say(&url);
    Ok(())
}

/// Logs go to standard error. Whatever RUST_LOG asks for, other people's crates tell no details: theirs would be
/// whole frames, with names and tokens in them.
fn logs(default: &str) {
    let wanted = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(default));
    let no_frames = filter_fn(|event| {
        let target = event.target();
        // What crosses the port of datagrams is anybody's: these would write a line for each packet of a stranger's.
        let datagrams = ["is::", "dimpl::", "sctp_proto::"].iter().any(|of| target.starts_with(of));
        target.starts_with("quiethold") || *event.level() <= tracing::Level::INFO && !datagrams
    });
    let lines =
        tracing_subscriber::fmt::layer().with_writer(io::stderr).with_ansi(io::stderr().is_terminal());
    tracing_subscriber::registry().with(lines.with_filter(no_frames)).with(wanted).init();
}

/// Ctrl-C, a system that shuts down, a terminal that is closed: from the first moment on, they end the hub quietly.
struct Ending {
    #[cfg(unix)]
    signals: [tokio::signal::unix::Signal; 3],
}

impl Ending {
    #[cfg(unix)]
    fn listen() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        let signals = [SignalKind::interrupt(), SignalKind::terminate(), SignalKind::hangup()];
        let [interrupt, terminate, hang_up] = signals.map(signal);
        Ok(Self { signals: [interrupt?, terminate?, hang_up?] })
    }

    #[cfg(unix)]
    async fn asked(&mut self) {
        let [interrupt, terminate, hang_up] = &mut self.signals;
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
            _ = hang_up.recv() => {}
        }
    }

    #[cfg(not(unix))]
    #[allow(clippy::unnecessary_wraps)]
    fn listen() -> io::Result<Self> {
        Ok(Self {})
    }

    #[cfg(not(unix))]
    async fn asked(&mut self) {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending().await
        }
    }

    /// Runs until somebody asks it to end; asked twice, it ends at once.
    async fn end(&mut self, running: Running) {
        self.asked().await;
        tokio::select! {
            () = running.shutdown() => {}
            () = self.asked() => {}
        }
    }
}

/// Without a screen there is none, and what would be started instead takes the terminal over.
fn has_browser() -> bool {
    !cfg!(target_os = "linux")
        || ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|screen| env::var_os(screen).is_some())
}

/// The terminal has told the address already, so a browser that doesn't come is no trouble.
fn open_page(url: &str) {
    let _ = open::that_detached(url);
}

/// A closed standard output is no trouble either: the hub runs on.
fn say(text: &str) {
    let mut out = stdout().lock();
    let _ = writeln!(out, "{text}").and_then(|()| out.flush());
}

/// What happened and what to do, indented; then what the system said, for whoever is asked for help.
fn calm(error: &anyhow::Error) -> String {
    let said = error.to_string();
    let mut text: String = said.lines().map(|line| format!("  {line}\n")).collect();
    let cause = error.root_cause().to_string();
    let system =
        if said.contains(&cause) { String::new() } else { format!("\n  (The system says: {cause})\n") };
    text.push_str(&system);
    text
}
