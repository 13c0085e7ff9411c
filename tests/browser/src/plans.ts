// Pieces of a day's plan that more than one story opens.

export const ANA_AND_BEN = `
[[people]]
name = "Ana"
job = "performer"

[[people]]
name = "Ben"
job = "performer"
`;

export const THE_MORNING_AFTER = `
[[scenes]]
number = "42A"
title = "The morning after"
kinds = ["kiss"]
limits = ["Nothing below the collarbone."]

[[scenes.performers]]
name = "Ana"

[[scenes.performers]]
name = "Ben"

[[scenes.lines]]
who = ["Ben"]
to = ["Ana"]
what = "A hand on the cheek"
say = "yes"

[[scenes.lines]]
who = ["Ben"]
to = ["Ana"]
what = "A kiss on the neck"
say = "ask"
`;
