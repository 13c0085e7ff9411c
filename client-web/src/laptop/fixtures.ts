import type { LaptopPage } from "../protocol";

// States to look at; not part of the page.

const page: LaptopPage = {
  name: "Stage 4",
  address: "192.168.8.20:7420",
  interface: "wlan0",
  advice: "Phones on the same Wi-Fi get here.",
  others: [{ address: "10.0.0.5:7420", interface: "eth0" }],
  invites: [
    {
      role: "performer",
      name: "",
      invite: "p1",
      url: "http://192.168.8.20:7420/#p1",
      single_use: false,
      for: null,
      reached: true,
    },
    {
      role: "crew",
      name: "",
      invite: "c1",
      url: "http://192.168.8.20:7420/#c1",
      single_use: false,
      for: null,
      reached: false,
    },
    {
      role: "door",
      name: "",
      invite: "d1",
      url: "http://192.168.8.20:7420/#d1",
      single_use: false,
      for: null,
      reached: false,
    },
    {
      role: "ic",
      name: "",
      invite: "i1",
      url: "http://192.168.8.20:7420/#i1",
      single_use: true,
      for: null,
      reached: false,
    },
  ],
  wifi: null,
  claimed: false,
  log_saved: null,
  waiting_ms: null,
};

export const LAPTOPS: Record<string, LaptopPage> = {
  unclaimed: page,
  claimed: { ...page, claimed: true, invites: page.invites.slice(0, 3) },
  wifi: { ...page, wifi: { ssid: "Stage4-set", code: "WIFI:T:WPA;S:Stage4-set;P:secret;;" } },
  gone: page,
  log_saved: {
    ...page,
    log_saved:
      "The day's log was damaged. All of it was saved from its second copy: nothing is lost, and the day goes on. After the day, have the laptop's disk looked at.",
  },
  no_phone: { ...page, invites: page.invites.map((i) => ({ ...i, reached: false })), waiting_ms: 24_000 },
};
