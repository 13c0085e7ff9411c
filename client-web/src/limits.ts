// How long a line the hub takes, in characters (set/people.rs, set/scene.rs, set/access.rs).

export const LONGEST_NAME = 40;
/** Of a scene or a setup. */
export const LONGEST_NUMBER = 12;
export const LONGEST_NOTICE = 120;
