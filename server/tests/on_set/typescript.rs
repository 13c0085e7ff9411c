//! `client-web/src/protocol.ts` is generated from the Rust types, and stays equal to them.

use quiethold::{protocol::*, words::*};
use std::{fs, path::Path};
use ts_rs::{Config, TS};

macro_rules! declarations {
    ($($kind:ty),* $(,)?) => {{
        let config = Config::default().with_large_int("number");
        vec![$(format!("export {}", <$kind as TS>::decl(&config))),*]
    }};
}

#[test]
fn the_pages_and_the_hub_speak_the_same_words() {
    let declarations = declarations![
        PersonId,
        SignalId,
        LineId,
        CommandId,
        DeviceId,
        Role,
        Level,
        AlertLevel,
        Stage,
        Status,
        Access,
        Way,
        Override,
        Link,
        Secure,
        Lane,
        Word,
        Reader,
        Say,
        Kind,
        ClosedList,
        ListedPerson,
        TradeWord,
        Command,
        DenialCode,
        RefusalCode,
        ClientFrame,
        HubFrame,
        Alert,
        Who,
        How,
        You,
        View,
        PublicView,
        SceneView,
        SetView,
        HubView,
        Receivers,
        PerformerView,
        OwnSignal,
        IcView,
        Reach,
        PersonView,
        WaitingView,
        IcSignal,
        ReadyLine,
        ReadyKey,
        Attested,
        InviteView,
        TimelineLine,
        Tone,
        AdView,
        AdSignal,
        CheckInId,
        ChangeId,
        Answer,
        Reply,
        ChangeState,
        Verdict,
        QuestionView,
        AskedChange,
        CheckInView,
        CheckInStanding,
        IcChange,
        ReplyView,
        AdChange,
        OwnScene,
        OwnLine,
        IcPlan,
        IcScene,
        PartView,
        IcLine,
        PlanName,
        TalkView,
        OwnClosure,
        IcClosure,
        WatcherView,
        Watched,
        PastSignal,
        SaidWord,
        WifiView,
        SceneTitle,
        LaptopPage,
        AddressView,
    ];
    let generated = format!(
        "// Generated from server/src/protocol and server/src/words by `scripts/types`. Do not edit.\n\n{}\n",
        declarations.join("\n\n")
    );
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../client-web/src/protocol.ts");
    if std::env::var_os("QUIETHOLD_WRITE_TYPES").is_some() {
        fs::create_dir_all(path.parent().expect("a folder")).expect("client-web/src can be made");
        fs::write(&path, &generated).expect("protocol.ts can be written");
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    assert!(committed == generated, "client-web/src/protocol.ts is out of date: run scripts/types");
}

#[test]
fn the_protocols_text_knows_every_word_of_the_wire() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let types = fs::read_to_string(root.join("client-web/src/protocol.ts")).expect("protocol.ts");
    let text = fs::read_to_string(root.join("docs/protocol.md")).expect("docs/protocol.md");
    let code: String = types
        .lines()
        .filter(|line| !line.trim_start().starts_with(['*', '/']) && !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n");
    let literals = code.split('"').skip(1).step_by(2).map(str::to_owned);
    let fields = code.split(':').filter_map(|before| {
        let name = before.trim_end_matches('?').rsplit(|c: char| !c.is_alphanumeric() && c != '_').next()?;
        (!name.is_empty() && name.starts_with(char::is_lowercase)).then(|| name.to_owned())
    });
    let backticked: std::collections::HashSet<&str> = text
        .split('`')
        .skip(1)
        .step_by(2)
        .flat_map(|quoted| quoted.split(|c: char| !c.is_alphanumeric() && c != '_'))
        .collect();
    let missing: std::collections::BTreeSet<String> =
        literals.chain(fields).filter(|word| !backticked.contains(word.as_str())).collect();
    assert!(missing.is_empty(), "docs/protocol.md doesn't say: {missing:?}");
}
