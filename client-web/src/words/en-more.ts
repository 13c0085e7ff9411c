import type { Answer, DenialCode, Kind, Level, Reply, Say, Stage, Way, Word } from "../protocol";

// English, what comes right after the button works: see en.ts.

export const more = {
  /** The other half of what is said in and behind the waiting room, and between takes. */
  waiting: {
    askAgain: "Ask to be let in again",
    keepOpen: "Keep this page open, the sound off and the phone charged.",
  },

  between: {
    toClock: "To the clock",
    toClockHow:
      "Black, with the time. All of it is {HOLD}. Two fingers in opposite corners for two seconds bring you back.",
    reach: "Who sees a signal now",
    icReachable: "{Ic}: reachable",
    icNot: "{Ic}: not reachable now",
    adReachable: "{Ad}: reachable",
    adNot: "{Ad}: not reachable now",
    noIcYet: "No {ic} is here yet.",
    nobodyThere: "This phone is linked, but nobody is there to see a press.",
    alone: "You are the only performer in this scene: the {ad} will know that a {hold} is yours.",
    aloneOnSet: "You are the only performer on set: the {ad} will know that a {hold} is yours.",
    pauseNobody: "A {pause} reaches nobody now. A {hold} still does.",
    own: { hold: "Your {hold}", pause: "Your {pause}" } satisfies Record<Level, string>,
    stage: {
      raised: "On its way to their screen.",
      displayed: "Their screen shows it.",
      acknowledged: "The {ic} has it in hand.",
    } satisfies Record<Stage, string>,
    recorded: "Recorded.",
    notRecorded: "Not recorded yet.",
    need: "What do you need? The {ic} comes to you.",
    meantNothing: "Meant nothing",
    ready: "Ready to go on",
    saidMeantNothing: "You said: it meant nothing.",
    saidReady: "You said: ready to go on.",
    releasing: "The {ic} releases it.",
    keptHold: "Your {hold} is kept here and goes out when the hub is back.",
    keptPause: "Your {pause} is kept here and goes out when the hub is back.",
  },

  phone: {
    way: "Your way to signal",
    ways: {
      in_hand: "The phone is in your hand.",
      in_reach: "The phone lies within your reach.",
      remote: "A remote or pedal. Enter, space or page down: {hold}. Page up: {pause}.",
      watcher: "Somebody holds the button for you. This phone still sends what you press.",
      word: "Your agreed word or gesture only. This phone still sends what you press.",
    } satisfies Record<Way, string>,
    wayUnset: "Not set yet. The {ic} asks you before the scene.",
    watched: "Somebody holds the button for you, too.",
    offSet: "You are off set now. A press is still sent.",
    mayPhoneSleep: "This phone may go to sleep",
    maySleepHow: "Then it can’t signal. In its settings, set the screen to stay on, or its lock to never, for today.",
  },

  test: {
    title: "Try your button",
    how: "Stops nothing and alerts nobody as a {hold}. It shows that your press gets through.",
    open: "While a signal of yours is open there is nothing to try.",
    openTheirs: "While a signal is open there is nothing to try.",
    go: "Press-test",
    sending: "Sent …",
    seen: "It works: their screen has shown it.",
    notSeen: "It arrived, but no screen has shown it yet. Tell the {ic}.",
    done: "Tried in this scene: it works.",
    none: "Not tried in this scene yet.",
    marks: "Under the clock, two small marks tell you the same of a real press:",
    markSeen: "A dot: their screen shows it.",
    markInHand: "A line: the {ic} has it.",
  },

  asked: {
    checkIn: "Check-in",
    answers: { green: "Green", amber: "Amber", red: "Red" } satisfies Record<Answer, string>,
    onlyIc: "Only the {ic} sees it.",
    comes: "With amber or red they come and ask you. It stops nothing: for that there is {HOLD}.",
    youAnswered: (answer: string) => `Your answer: ${answer}.`,
    mayChange: "You can change it.",
    change: "A change is asked",
    changeWas: "A change was asked",
    noIsComplete: "No is a complete answer. The scene works as planned.",
    sensitive: "It also needs the written amendment, signed.",
    shortNotice: "This comes at short notice. You may take the time you need.",
    replies: { yes: "Yes", no: "No", talk: "Talk to me" } satisfies Record<Reply, string>,
    silence: "No answer is not a yes.",
    youReplied: (reply: string) => `Your reply: ${reply}.`,
    agreed: "Everyone who was asked has said yes: it is agreed.",
    takeBack: "Take my yes back",
    takeBackHow: "It then turns to “not today” at once. Only the {ic} learns whose yes it was.",
    takeBackAlone:
      "It then turns to “not today” at once. You are the only performer: the {ad} can tell that it was yours.",
    notToday: "Not today. The scene works as planned.",
    sending: "Sent …",
    notSent: "Not connected: what you tap here does not arrive. Tell the {ic}.",
    kept: "Not connected: it goes out when the hub is back. Tell the {ic} now.",
  },

  /** The IC’s ready-made questions, by what their console says. Whatever else they ask is shown as they wrote it. */
  readyQuestions: {
    "How are you?": "How are you?",
    "Was that as agreed?": "Was that as agreed?",
    "Are you ready for the next take?": "Are you ready for the next take?",
    "Is the set as you want it?": "Is the set as you want it?",
  },

  plan: {
    title: "What is agreed",
    call: (time: string) => `Call ${time}`,
    now: "Open now",
    everybody: "Everybody in the scene",
    /** Between who and to whom, for a screen reader. */
    to: "to",
    say: { yes: "Yes", ask: "Ask in the moment", not_here: "Not in this scene" } satisfies Record<Say, string>,
    kinds: {
      nudity: "Nudity",
      simulated_sex: "Simulated sex",
      explicit: "Explicit",
      hyper_exposed: "Hyper-exposed",
      kiss: "Kiss",
      other: "Other intimacy",
    } satisfies Record<Kind, string>,
    today: "Agreed today",
    talk: "Talk to me about this",
    comes: "The {ic} comes to you about this.",
    limits: "Limits for improvising",
    nothing: "Nothing is listed for this scene.",
    footer: "What is not listed is not agreed.",
  },

  closure: {
    title: "Before you go",
    how: "Both answers are for the {ic} alone. None of them has to be explained.",
    answer: "How are you now?",
    word: "Would you like a word with the {ic}?",
    words: {
      in_sight: "Yes, in sight of someone",
      with_someone: "Yes, with a person of my choice",
      no_thanks: "No, thank you",
    } satisfies Record<Word, string>,
    send: "Give both to the {ic}",
    sent: (answer: string, word: string) => `The {ic} has your answers: ${answer}. ${word}.`,
    comes: "The {ic} comes to you.",
    after: "The {ic} ends it when you are done. This phone then forgets everything.",
    still: "{Hold} and {pause} still work.",
  },

  code: {
    title: "Your own code",
    how: "Four digits of your own, in front of what is agreed and of your answers, for when this phone lies about. {Hold} and {pause} never ask for it.",
    set: "Set a code",
    change: "Another code",
    remove: "Remove the code",
    lock: "Lock now",
    enter: "Your four digits",
    fresh: "Four new digits",
    locked: "What is agreed, and your answers, are behind your code.",
    wrong: "That was not it.",
    wait: (seconds: number) => `That was not it. Wait ${seconds === 1 ? "a second" : `${seconds} seconds`}.`,
    forgotten: "Forgotten? Ask the {ic}: they let you in anew on this phone or on another one.",
    open: "Open",
    keepIt: "Keep this code",
    never: "Never mind",
    isSet: "A code is set. It locks again after half a minute, and when the clock comes.",
  },

  learn: {
    title: "Keys of your remote",
    how: "A remote or pedal that types something else can be taught here.",
    learn: { hold: "Learn a key for {HOLD}", pause: "Learn a key for {PAUSE}" },
    now: "Press that key of your remote now. While it is learned, nothing is sent.",
    own: (what: string, key: string) => `${what}: ${key}`,
    needed: "The phone or the browser needs this key itself. Try another one.",
    isHold: "This key is {HOLD} already. Try another one.",
    nothing: "No key came. Is the remote connected to this phone?",
    forget: "Forget the learned keys",
    space: "Space",
    stop: "Never mind",
  },

  watcher: {
    for: "You hold the button for",
    relies: (name: string) => `The button on this phone is ${name}’s way to signal now.`,
    second: (name: string) =>
      `This button works at any time. Whether it is ${name}’s agreed way in this scene, the {ic} tells you.`,
    gone: "There is nobody for you to hold the button for now. Ask the {ic}.",
    offSet: (name: string) => `${name} is off set now. A press is still sent.`,
    alone: (name: string) => `${name} is the only performer: the {ad} will know whose a {hold} is.`,
    none: "No signal is open.",
    signal: {
      hold: (name: string) => `${name}: {HOLD}`,
      pause: (name: string) => `${name}: {PAUSE}`,
    },
    ready: "They said: ready to go on.",
    meantNothing: "They said: it meant nothing.",
    goThere: "Go to them, if you can do it calmly. The {ic} is told as well.",
  },

  crew: {
    away: "{Closed_set}: please put this away",
    holdHow: "Everyone stops. Wait for the {ad}.",
    stoodDown: "Quiet Hold is stood down. The agreed words and gestures are in use.",
    lost: "Not connected. What you see is from before.",
  },

  door: {
    closed: "{CLOSED_SET}",
    wait: "PLEASE WAIT",
    lost: "NOT CONNECTED",
    stoodDown: "NOT IN USE",
    ask: "Please ask before you go in",
  },

  stopped: {
    elsewhere: "Quiet Hold is open in another tab or window of this device",
    elsewhereHow: "Only one of them can work at a time. This one is not connected: use your agreed word or gesture.",
    takeBack: "Use it here",
    otherName: "Try another name",
    goodbye: "Goodbye, and thank you",
    goodbyeHow: "Your part here is over. The button on this phone no longer works.",
    forgotten:
      "This phone has forgotten everything that it kept for this set: your name, your access, your code, learned keys, the language. You can close this page.",
    titles: {
      revoked: "This phone is no longer in use on this set",
      unknown_token: "This hub doesn’t know this phone",
      unknown_invite: "This code doesn’t belong to this hub",
      invite_used: "This code has been used already",
      invite_expired: "This code is no longer valid",
      role_conflict: "That name or device already has another part here",
      too_many: "Too many tries from this network",
      needs_secure_channel: "This hub asks for a secure connection",
      other: "The hub has ended this connection",
    },
    how: {
      revoked: "It can’t signal any more: use your agreed word or gesture, and ask the {ic}.",
      unknown_token: "It can’t signal: use your agreed word or gesture, and scan a new code.",
      unknown_invite: "Scan the code that the set’s laptop shows now.",
      invite_used: "It works once only. Ask for a new one.",
      invite_expired: "Ask for a new one.",
      role_conflict: "Come in with another name, or ask the {ic}.",
      too_many: "Wait a minute, then try again.",
      needs_secure_channel:
        "Scan the code that the set’s laptop shows now: it is what keeps others from reading along.",
      other: "Until it is back, use your agreed word or gesture, and ask the {ic}.",
    },
  },

  meanwhile: {
    title: "What it will be",
    clock:
      "In a scene this page turns black, with only the time on it. Touching it anywhere is {HOLD}: stop the action now.",
    leave: "To come back from it, keep two fingers in opposite corners for two seconds.",
    between: "Between takes it shows who can see a signal, and lets you try it.",
    watcher: "You will hold the button for one performer: {HOLD} and {PAUSE}, large, and who can see it.",
    kept: (days: number) =>
      `What is kept: your name, and what is done on this page. The {ic} keeps it on the set’s laptop, and it is erased ${days === 1 ? "a day" : `${days} days`} after the last day, or sooner.`,
  },

  /** Where the hub says no. In English its own sentence is shown, which can say more. */
  denied: {
    not_allowed: "This can’t be done from this phone. Ask the {ic}.",
    unknown_signal: "That signal is not open any more.",
    unknown_person: "They are not here any more. Ask the {ic}.",
    unknown_check_in: "That question is not asked any more.",
    unknown_change: "That change is not asked any more.",
    unknown_line: "That line is not in the plan any more.",
    not_asked: "This was not asked of you.",
    rolling: "Not while the camera is rolling. Between takes it works again.",
    too_many: "That was too often. Wait a moment, then try again.",
    pressed_again: "It was pressed again since. Tap again if this still holds.",
    not_ready: "Not yet. Ask the {ic}.",
    signal_open: "Not while a signal is open.",
    not_recorded: "This was not done. Look at the screen, then tap again, or tell the {ic}.",
    other: "This did not work. Tell the {ic}.",
  } satisfies Partial<Record<DenialCode, string>> & { other: string },
};

export type More = typeof more;
