import { ACTS } from "../src/acts";
import { openToAll, PATIENT } from "../src/open-to-all";
import { stories } from "../src/story";

const story = stories();

story("A pause, one-handed and in the sun: no page has a barrier", openToAll(ACTS.aPause), PATIENT);
story("Trouble: no page has a barrier", openToAll(ACTS.trouble), PATIENT);
