//! Bad input of any kind gets a code and a sentence, nobody else notices, and nothing recorded is lost.

use quiethold::{
    protocol::{ClientFrame, HubFrame, RefusalCode, SUBPROTOCOL, VERSION, View},
    words::{
        AlertLevel, Command, CommandId, DenialCode, DeviceId, Lane, Level, PersonId, Role, SceneId, SignalId,
        Status, Way,
    },
};
use quiethold_tests::{Day, Hub, Line, Options, Phone, http};
use std::fs;
use tempfile::TempDir;
use uuid::Uuid;

const HOLD: Command = Command::Raise { level: Level::Hold, test: false, for_: None };

/// What everybody knows before something bad comes, to be looked at again afterwards.
struct Quiet<'a> {
    day: &'a Day,
    known: Vec<String>,
}

impl<'a> Quiet<'a> {
    async fn before(day: &'a Day) -> Self {
        let mut known = Vec::new();
        for phone in Self::phones(day) {
            phone.breathes().await;
            known.push(known_to(phone));
        }
        Self { day, known }
    }

    fn phones(day: &Day) -> [&Phone; 6] {
        [&day.ic, &day.ad, &day.ana, &day.ben, &day.crew, &day.door]
    }

    /// The same sockets, the same pages, and a hold still arrives.
    async fn nobody_noticed(self) {
        for (phone, known) in Self::phones(self.day).into_iter().zip(self.known) {
            phone.breathes().await;
            assert_eq!(known_to(phone), known);
        }
        self.day.hold(&self.day.ana).await;
    }
}

/// Everything but the beats of others, which a loaded machine may delay. Crew and doors know of none, so there
/// it is every frame.
fn known_to(phone: &Phone) -> String {
    phone.with(|s| {
        let page = match s.view.as_ref().expect("it has joined") {
            View::Ic(v) => {
                let known = v.people.iter().filter(|p| p.role != Role::Crew);
                let people: Vec<_> = known.map(|p| (p.id, &p.name, p.role)).collect();
                format!(
                    "{:?}",
                    (people, &v.public, &v.waiting, &v.signals, &v.invites, v.not_yet, v.disk_trouble)
                )
            }
            View::Ad(v) => format!("{:?}", (&v.public, &v.signals, &v.notices)),
            View::Performer(v) => format!("{:?}", (&v.public, &v.signal, v.tested, &v.receivers.ic_names)),
            View::Watcher(v) => format!("{:?}", (&v.public, &v.signal, v.tested, &v.watched)),
            View::Public(v) => format!("{v:?}, {} frames", s.frames.len()),
        };
        format!("{:?} on sockets {:?} with {} alerts: {page}", s.you, s.ends, s.alerts.len())
    })
}

async fn welcomed(hub: &Hub, role: Role, name: &str) -> Line {
    let mut line = Line::open(hub.address).await;
    line.join(hub.invite(role), name).await;
    line.until(|frame| matches!(frame, HubFrame::Welcome { .. }).then_some(())).await;
    line
}

fn is_a_sentence(text: &str) {
    assert!(text.len() > 10 && text.ends_with('.') && text.starts_with(char::is_uppercase), "{text:?}");
}

#[tokio::test]
async fn a_first_frame_that_cannot_be_read_is_refused_and_may_come_back() {
    let day = Day::begin().await;
    let quiet = Quiet::before(&day).await;
    for garbage in [
        "",
        "hello",
        "{",
        "[]",
        "null",
        "{\"type\":\"join\"}",
        "{\"type\":\"resume\",\"v\":1}",
        "{\"type\":\"sing\"}",
        "{\"type\":\"beat\",\"n\":-1,\"visible\":true}",
        "{\"type\":\"join\",\"v\":1,\"invite\":7,\"name\":\"x\",\"device\":\"x\"}",
        &"[".repeat(4000),
        &"{\"a\":".repeat(700),
        "\u{0}\u{202e}{}",
    ] {
        let mut line = Line::open(day.hub.address).await;
        line.text(garbage).await;
        let (code, sentence, end) = line.refused().await;
        assert_eq!((code, end), (RefusalCode::BadFrame, Some(4001)), "{garbage}");
        is_a_sentence(&sentence);
    }
    quiet.nobody_noticed().await;
}

#[tokio::test]
async fn a_frame_out_of_turn_is_refused() {
    let day = Day::begin().await;
    // Before anyone has said who they are.
    for early in [
        ClientFrame::Beat { n: 1, visible: true, awake: None, rtt: None },
        ClientFrame::Chaser,
        ClientFrame::Shown { signal: SignalId(Uuid::new_v4()), again: None, at: None },
        ClientFrame::Do { id: CommandId(Uuid::new_v4()), age: None, at: None, cmd: HOLD },
    ] {
        let mut line = Line::open(day.hub.address).await;
        line.say(&early).await;
        let (code, sentence, end) = line.refused().await;
        assert_eq!((code, end), (RefusalCode::BadFrame, Some(4001)));
        is_a_sentence(&sentence);
    }
    // And who they are, twice.
    let mut line = welcomed(&day.hub, Role::Crew, "Sound").await;
    let quiet = Quiet::before(&day).await;
    line.join(day.hub.invite(Role::Crew), "Sound again").await;
    let (code, sentence, end) = line.refused().await;
    assert_eq!((code, end), (RefusalCode::BadFrame, Some(4001)));
    is_a_sentence(&sentence);
    quiet.nobody_noticed().await;
}

#[tokio::test]
async fn a_page_of_another_version_is_told_to_reload() {
    let hub = Hub::start();
    for v in [0, VERSION + 1, u32::MAX] {
        let mut line = Line::open(hub.address).await;
        let resume = ClientFrame::Resume { v, token: "x".into(), lane: Lane::A, page: None, nth: None };
        line.say(&resume).await;
        let (code, sentence, end) = line.refused().await;
        assert_eq!((code, end), (RefusalCode::WrongVersion, Some(4002)));
        is_a_sentence(&sentence);
    }
}

#[tokio::test]
async fn another_subprotocol_or_none_is_answered_in_words() {
    let hub = Hub::start();
    let host = hub.address.to_string();
    let upgrade = [
        ("Host", host.as_str()),
        ("Connection", "Upgrade"),
        ("Upgrade", "websocket"),
        ("Sec-WebSocket-Version", "13"),
        ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
    ];
    for protocol in ["", "chat", "quiethold.v2", "xquiethold.v1"] {
        let mut headers = upgrade.to_vec();
        headers.push(("Sec-WebSocket-Protocol", protocol));
        let reply = http::ask(hub.address, "GET", "/ws", &headers, "").await;
        assert_eq!(reply.status, 400);
        assert!(reply.body.contains(SUBPROTOCOL), "{}", reply.body);
    }
}

#[tokio::test]
async fn a_frame_that_is_too_long_is_refused_before_and_after_the_welcome() {
    let day = Day::begin().await;
    for length in [4097, 5000, 70_000, 1_000_000] {
        let mut line = Line::open(day.hub.address).await;
        line.text("x".repeat(length)).await;
        let (code, sentence, end) = line.refused().await;
        assert_eq!((code, end), (RefusalCode::TooLarge, Some(4001)), "{length}");
        is_a_sentence(&sentence);
    }
    let mut line = welcomed(&day.hub, Role::Crew, "Sound").await;
    let quiet = Quiet::before(&day).await;
    // What just fits is read, and denied for what it says.
    let id = Uuid::new_v4();
    let mut fits =
        format!("{{\"type\":\"do\",\"id\":\"{id}\",\"cmd\":{{\"kind\":\"raise\",\"level\":\"hold\"}}");
    fits += &" ".repeat(4095 - fits.len());
    line.text(fits + "}").await;
    let code = line.until(|f| if let HubFrame::Denied { code, .. } = f { Some(code) } else { None }).await;
    assert_eq!(code, DenialCode::NotAllowed);
    line.text("x".repeat(4097)).await;
    assert_eq!(line.refused().await.0, RefusalCode::TooLarge);
    quiet.nobody_noticed().await;
}

#[tokio::test]
async fn a_binary_frame_is_refused() {
    let day = Day::begin().await;
    let mut line = welcomed(&day.hub, Role::Crew, "Sound").await;
    let quiet = Quiet::before(&day).await;
    let mut first = Line::open(day.hub.address).await;
    first.binary(vec![0xff; 100]).await;
    for line in [&mut first, &mut line] {
        line.binary(b"{\"type\":\"chaser\"}".to_vec()).await;
        let (code, sentence, _) = line.refused().await;
        assert_eq!(code, RefusalCode::BadFrame);
        is_a_sentence(&sentence);
    }
    quiet.nobody_noticed().await;
}

#[tokio::test]
async fn a_command_that_cannot_be_read_is_denied_under_its_id_and_the_socket_lives_on() {
    let day = Day::begin().await;
    let mut line = welcomed(&day.hub, Role::Crew, "Sound").await;
    let quiet = Quiet::before(&day).await;
    for cmd in [
        "{}",
        "null",
        "7",
        "{\"kind\":\"explode\"}",
        "{\"kind\":\"raise\"}",
        "{\"kind\":\"raise\",\"level\":\"scream\"}",
        "{\"kind\":\"release\",\"signal\":\"not-an-id\"}",
        "{\"kind\":\"release\",\"signal\":\"00000000-0000-0000-0000-000000000000\",\"presses\":-1}",
        "{\"kind\":\"status\",\"status\":\"lunch\"}",
        "{\"kind\":\"invite\",\"role\":\"producer\"}",
        "{\"kind\":\"way\",\"person\":\"00000000-0000-0000-0000-000000000000\",\"way\":\"telepathy\"}",
        "{\"kind\":\"wrap\",\"keep_names\":\"some\"}",
    ] {
        let id = Uuid::new_v4();
        line.text(format!("{{\"type\":\"do\",\"id\":\"{id}\",\"cmd\":{cmd}}}")).await;
        let (to, code, sentence) = line
            .until(|frame| match frame {
                HubFrame::Denied { id, code, message } => Some((id, code, message)),
                HubFrame::Done { .. } => panic!("{cmd} was done"),
                _ => None,
            })
            .await;
        assert_eq!((to, code), (Some(CommandId(id)), DenialCode::BadCommand), "{cmd}");
        is_a_sentence(&sentence);
    }
    line.text("{\"type\":\"do\",\"id\":\"no-id\",\"cmd\":{\"kind\":\"call\"}}").await;
    let to = line.until(|f| if let HubFrame::Denied { id, .. } = f { Some(id) } else { None }).await;
    assert_eq!(to, None);
    line.say(&ClientFrame::Beat { n: 9, visible: true, awake: None, rtt: None }).await;
    line.until(|f| matches!(f, HubFrame::Beat { n: 9, .. }).then_some(())).await;
    quiet.nobody_noticed().await;
}

#[tokio::test]
async fn commands_about_nobody_and_nothing_are_denied_each_with_its_code() {
    let day = Day::begin().await;
    let (signal, person) = (SignalId(Uuid::new_v4()), PersonId(Uuid::new_v4()));
    let scene = |id: &str| Command::Status {
        status: Status::Blocking,
        scene: Some(id.into()),
        setup: None,
        override_: None,
    };
    let attest =
        |scene: SceneId| Command::Attest { scene, people: true, monitors: true, devices: true, robes: true };
    let by_ic = [
        (Command::Acknowledge { signal, again: None }, DenialCode::UnknownSignal),
        (Command::Release { signal, in_person: true, presses: None }, DenialCode::UnknownSignal),
        (Command::Admit { person, as_: None, replaces: None, for_: None }, DenialCode::UnknownPerson),
        (Command::TurnAway { person: day.ana.id() }, DenialCode::UnknownPerson),
        (Command::Revoke { person }, DenialCode::UnknownPerson),
        (Command::OnSet { person: day.crew.id(), on: false }, DenialCode::UnknownPerson),
        (Command::Raise { level: Level::Hold, test: false, for_: Some(person) }, DenialCode::UnknownPerson),
        (Command::Raise { level: Level::Hold, test: true, for_: None }, DenialCode::NotAllowed),
        (Command::Way { person: day.ana.id(), way: Way::Word }, DenialCode::UnknownScene),
        (Command::Cast { scene: "42A".into(), people: vec![person] }, DenialCode::UnknownPerson),
        (
            Command::Status { status: Status::Blocking, scene: None, setup: None, override_: None },
            DenialCode::UnknownScene,
        ),
        (attest("42A".into()), DenialCode::UnknownScene),
        (scene(""), DenialCode::BadCommand),
        (scene("\u{202e}\u{200b}"), DenialCode::BadCommand),
        (scene(&"9".repeat(3000)), DenialCode::BadCommand),
        (
            Command::Access { access: quiethold::words::Access::Closing, notice: Some("x".repeat(3000)) },
            DenialCode::BadCommand,
        ),
        (
            Command::Invite { role: Role::Ad, name: Some("x".repeat(3000)), for_: None },
            DenialCode::BadCommand,
        ),
    ];
    let quiet = Quiet::before(&day).await;
    // Through a bare line of the IC's, so that the sentences can be looked at: `is_denied` does.
    for (cmd, code) in by_ic {
        let asked = format!("{cmd:?}");
        assert_eq!(day.ic.is_denied(cmd).await, code, "{asked}");
    }
    for phone in [&day.ana, &day.crew, &day.door] {
        for cmd in [
            Command::Call,
            Command::NotYet { on: true },
            Command::OnFloor { on: true },
            Command::Invite { role: Role::Ic, name: None, for_: None },
            Command::Admit { person: day.ana.id(), as_: None, replaces: None, for_: None },
            Command::Acknowledge { signal, again: None },
            Command::Status { status: Status::Cut, scene: Some("42A".into()), setup: None, override_: None },
        ] {
            assert_eq!(phone.is_denied(cmd).await, DenialCode::NotAllowed);
        }
    }
    for phone in [&day.crew, &day.door] {
        assert_eq!(phone.is_denied(HOLD).await, DenialCode::NotAllowed);
    }
    // Those who asked got their answers, and nothing else but the chasers behind the answer to a press.
    let asked = [&day.crew, &day.door].map(|phone| {
        phone.with(|s| s.frames.iter().filter(|f| !f.contains("\"chaser\"")).count() - s.answers.len())
    });
    for (phone, others) in Quiet::phones(&day).into_iter().zip(&quiet.known) {
        if phone.id() != day.crew.id() && phone.id() != day.door.id() {
            assert_eq!(&known_to(phone), others);
        }
    }
    assert!(asked.iter().all(|frames| *frames <= 3), "views and welcome: {asked:?}");
    day.hold(&day.ana).await;
}

#[tokio::test]
async fn a_flood_is_denied_after_a_while_and_slows_nobody_but_its_sender() {
    let day = Day::begin().await;
    let mut line = welcomed(&day.hub, Role::Crew, "Sound").await;
    let quiet = Quiet::before(&day).await;
    let id = CommandId(Uuid::new_v4());
    let mut denied = 0;
    for _ in 0..20 {
        for _ in 0..10 {
            line.say(&ClientFrame::Do { id, age: None, at: None, cmd: Command::NotYet { on: true } }).await;
        }
        for _ in 0..10 {
            let (code, sentence) = line
                .until(|f| {
                    if let HubFrame::Denied { code, message, .. } = f { Some((code, message)) } else { None }
                })
                .await;
            is_a_sentence(&sentence);
            denied += usize::from(code == DenialCode::TooMany);
        }
    }
    assert!(denied > 20, "{denied} of 200");
    quiet.nobody_noticed().await;
}

#[tokio::test]
async fn who_sends_without_reading_is_cut_off_and_nobody_else() {
    let day = Day::begin().await;
    let mut line = Line::open_narrow(day.hub.address).await;
    line.join(day.hub.invite(Role::Crew), "Sound").await;
    line.until(|frame| matches!(frame, HubFrame::Welcome { .. }).then_some(())).await;
    let quiet = Quiet::before(&day).await;
    let garbled =
        format!("{{\"type\":\"do\",\"id\":\"{}\",\"cmd\":{{\"kind\":\"explode\"}}}}", Uuid::new_v4());
    // Its answers fill its own line, and nothing else.
    let flood = async {
        loop {
            line.text(garbled.clone()).await;
            if line.is_gone() {
                return;
            }
        }
    };
    tokio::time::timeout(quiethold_tests::PATIENCE * 2, flood).await.expect("the hub has enough of it");
    quiet.nobody_noticed().await;
}

#[tokio::test]
async fn no_flood_stops_a_raise() {
    let day = Day::begin().await;
    let mut line = Line::open(day.hub.address).await;
    line.resume(&day.ana.card().token).await;
    line.until(|f| matches!(f, HubFrame::Welcome { .. }).then_some(())).await;
    for n in 0..300 {
        line.say(&ClientFrame::Beat { n, visible: true, awake: Some(true), rtt: None }).await;
    }
    let id = CommandId(Uuid::new_v4());
    line.say(&ClientFrame::Do { id, age: None, at: None, cmd: HOLD }).await;
    line.until(|f| match f {
        HubFrame::Done { id: done } => (done == id).then_some(()),
        HubFrame::Denied { code, .. } => panic!("denied: {code:?}"),
        _ => None,
    })
    .await;
    day.ic.alerted("the hold", |a| a.level == AlertLevel::Hold).await;
}

#[tokio::test]
async fn an_unknown_invite_or_token_is_refused_and_too_many_of_them_slow_only_the_unknown() {
    let day = Day::begin().await;
    let quiet = Quiet::before(&day).await;
    let (mut unknown, mut too_many) = (0, 0);
    for n in 0..30 {
        let mut line = Line::open(day.hub.address).await;
        if n % 2 == 0 {
            line.join(&format!("{n:032x}"), "Nobody").await;
        } else {
            line.resume(&format!("{n:032x}")).await;
        }
        let (code, sentence, end) = line.refused().await;
        is_a_sentence(&sentence);
        match code {
            RefusalCode::UnknownInvite | RefusalCode::UnknownToken => {
                assert_eq!(end, Some(4003));
                unknown += 1;
            }
            RefusalCode::TooMany => {
                assert_eq!(end, Some(4001));
                too_many += 1;
            }
            other => panic!("{other:?}"),
        }
    }
    assert!(unknown >= 20 && too_many > 0, "{unknown} unknown, {too_many} too many");
    quiet.nobody_noticed().await;
    // A valid invite and a valid token get in all the same, from the same address.
    welcomed(&day.hub, Role::Performer, "Cleo").await;
    Phone::come_back(&day.crew.card()).await;
}

#[tokio::test]
async fn a_used_invite_is_refused_to_another_device_and_works_again_for_its_own() {
    let hub = Hub::start();
    let invite = hub.invite(Role::Ic).to_owned();
    let device = DeviceId(Uuid::new_v4());
    // The first answer got lost on the way: the same device says the same again.
    let mut tokens = Vec::new();
    for _ in 0..2 {
        let mut line = Line::open(hub.address).await;
        line.join_as(&invite, "Imke", device).await;
        let (token, words) = line
            .until(|f| match f {
                HubFrame::Welcome { token, recovery, .. } => Some((token, recovery)),
                _ => None,
            })
            .await;
        assert_eq!(words.map(|w| w.split(' ').count()), Some(12), "the words come until the first resume");
        tokens.push(token.expect("a join is answered with a token"));
    }
    let used = async |device| {
        let mut line = Line::open(hub.address).await;
        line.join_as(&invite, "Somebody", device).await;
        let (code, sentence, end) = line.refused().await;
        is_a_sentence(&sentence);
        assert_eq!((code, end), (RefusalCode::InviteUsed, Some(4003)));
    };
    used(DeviceId(Uuid::new_v4())).await;
    let mut line = Line::open(hub.address).await;
    line.resume(&tokens[1]).await;
    let words =
        line.until(|f| if let HubFrame::Welcome { recovery, .. } = f { Some(recovery) } else { None }).await;
    assert_eq!(words, None, "shown until the first resume");
    used(device).await;
    // The token of the answer that got lost is nobody's.
    let mut line = Line::open(hub.address).await;
    line.resume(&tokens[0]).await;
    assert_eq!(line.refused().await.0, RefusalCode::UnknownToken);
}

#[tokio::test]
async fn an_ics_device_is_refused_as_anything_else_and_the_other_way_round() {
    let day = Day::begin().await;
    let device = DeviceId(Uuid::new_v4());
    let mut line = Line::open(day.hub.address).await;
    line.join_as(day.hub.invite(Role::Crew), "Producer", device).await;
    line.until(|f| matches!(f, HubFrame::Welcome { .. }).then_some(())).await;
    day.ic.does(Command::Invite { role: Role::Ic, name: None, for_: None }).await;
    let view = day.ic.ic_sees("the invite", |v| v.invites.iter().any(|i| i.role == Role::Ic)).await;
    let invite = &view.invites.iter().find(|i| i.role == Role::Ic).expect("just seen").invite;
    let mut line = Line::open(day.hub.address).await;
    line.join_as(invite, "Producer", device).await;
    let (code, sentence, end) = line.refused().await;
    is_a_sentence(&sentence);
    assert_eq!((code, end), (RefusalCode::RoleConflict, Some(4003)));
}

#[tokio::test]
async fn names_that_are_too_long_or_turn_the_page_around_do_no_harm() {
    let day = Day::begin().await;
    let quiet = Quiet::before(&day).await;
    for (name, refusal) in [
        ("A".repeat(10_000), RefusalCode::TooLarge),
        ("A".repeat(3_000), RefusalCode::BadFrame),
        ("A".repeat(41), RefusalCode::BadFrame),
        (String::new(), RefusalCode::BadFrame),
        (" \n\t\u{202e}\u{200b}".into(), RefusalCode::BadFrame),
    ] {
        let mut line = Line::open(day.hub.address).await;
        line.join(day.hub.invite(Role::Performer), &name).await;
        let (code, sentence, end) = line.refused().await;
        is_a_sentence(&sentence);
        assert_eq!((code, end), (refusal, Some(4001)), "{} characters", name.chars().count());
    }
    quiet.nobody_noticed().await;
    for (name, kept) in [
        ("\u{202e}gnitrats\u{202c} Ana\n\u{0}", "gnitrats Ana"),
        ("مریم\u{200c}ناز", "مریم\u{200c}ناز"),
        ("<b>Ana</b>\"'&;--", "<b>Ana</b>\"'&;--"),
        ("{\"type\":\"done\"}", "{\"type\":\"done\"}"),
        ("👩‍🎤", "👩‍🎤"),
    ] {
        let mut line = welcomed(&day.hub, Role::Performer, name).await;
        day.ic.ic_sees(kept, |v| v.waiting.iter().any(|w| w.name == kept)).await;
        line.say(&ClientFrame::Beat { n: 1, visible: true, awake: None, rtt: None }).await;
        line.until(|f| matches!(f, HubFrame::Beat { .. }).then_some(())).await;
    }
}

#[tokio::test]
async fn a_waiting_room_that_is_full_says_so_and_no_one_inside_notices() {
    let day = Day::begin().await;
    let mut lines = Vec::new();
    let mut refused = None;
    for n in 0..80 {
        let mut line = Line::open(day.hub.address).await;
        line.join(day.hub.invite(Role::Performer), &format!("Number {n}")).await;
        match line.frame().await {
            HubFrame::Welcome { .. } => lines.push(line),
            HubFrame::Refused { code, message } => {
                is_a_sentence(&message);
                refused = Some(code);
                break;
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(refused, Some(RefusalCode::TooMany));
    day.ana.breathes().await;
    day.hold(&day.ana).await;
}

#[tokio::test]
async fn who_says_nothing_is_hung_up_on() {
    let day = Day::begin().await;
    let quiet = Quiet::before(&day).await;
    let mut silent = Line::open(day.hub.address).await;
    silent.ended().await;
    quiet.nobody_noticed().await;
}

fn not_started(options: Options, what: &[&str]) {
    let Err(why) = Hub::try_with(options) else { panic!("it started") };
    assert_eq!(why.status.code(), Some(1), "{}", why.said);
    for words in what {
        assert!(why.said.contains(words), "{words:?} is missing in: {}", why.said);
    }
    for rust in ["panicked", "RUST_BACKTRACE", "Error {", "Os {"] {
        assert!(!why.said.contains(rust), "{}", why.said);
    }
}

#[tokio::test]
async fn a_port_in_use_is_told_in_words_and_the_hub_that_has_it_stays() {
    let day = Day::begin().await;
    let quiet = Quiet::before(&day).await;
    let port = day.hub.address.port().to_string();
    let listen = day.hub.address.to_string();
    not_started(Options { listen, ..Options::default() }, &[&port, "already taken", "--listen"]);
    quiet.nobody_noticed().await;
}

#[tokio::test]
async fn a_second_hub_on_the_same_folder_does_not_start_and_the_first_one_stays() {
    let day = Day::begin().await;
    let quiet = Quiet::before(&day).await;
    let folder = Some(day.hub.folder.clone());
    not_started(Options { folder, ..Options::default() }, &["Another hub is running", "--data"]);
    assert!(day.hub.folder.join("hub.json").exists(), "the first one's key stays");
    day.hub.key();
    quiet.nobody_noticed().await;
}

#[test]
fn a_data_folder_that_cannot_be_used_is_told_in_words() {
    let place = TempDir::new().expect("a folder");
    // A file where the folder should be: that stops root as well.
    let file = place.path().join("file");
    fs::write(&file, "").expect("it is new");
    for folder in [file.clone(), file.join("day")] {
        not_started(
            Options { folder: Some(folder), ..Options::default() },
            &["data folder", "can't be used", "--data"],
        );
    }
    #[cfg(target_os = "linux")]
    {
        let folder = Some("/proc/quiethold".into());
        not_started(Options { folder, ..Options::default() }, &["data folder", "can't be used", "--data"]);
    }
}

#[test]
fn a_log_of_which_nothing_can_be_read_is_kept_aside_and_the_day_goes_on() {
    let place = TempDir::new().expect("a folder");
    let folder = place.path().to_owned();
    let on_it = || Options { folder: Some(folder.clone()), ..Options::default() };
    drop(Hub::with(on_it()));
    let _ = fs::remove_file(folder.join("day.sqlite-wal"));
    let nonsense = "nothing that a hub has written ".repeat(200);
    for file in ["day.sqlite", "day.copy"] {
        fs::write(folder.join(file), &nonsense).expect("the day's file");
    }
    let hub = Hub::with(on_it());
    assert!(hub.ready.invites.ic.is_some() && hub.logs().contains("log was damaged"), "{}", hub.logs());
    let aside = folder.join("damaged-1");
    for file in ["day.sqlite", "day.copy"] {
        assert_eq!(fs::read_to_string(aside.join(file)).expect("it is kept"), nonsense);
    }
}
