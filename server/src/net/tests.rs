use super::*;

fn address(interface: &str, ip: &str) -> Address {
    Address {
        ip: ip.parse().expect("an address"),
        interface: interface.into(),
        up: true,
        point_to_point: false,
        way_out: false,
    }
}

fn ip(text: &str) -> IpAddr {
    text.parse().expect("an address")
}

fn anywhere() -> IpAddr {
    ip("0.0.0.0")
}

/// The laptop of a real production: Wi-Fi, a VPN, Docker, a phone company's and a self-given address.
fn a_busy_laptop() -> Vec<Address> {
    vec![
        address("lo", "127.0.0.1"),
        address("docker0", "172.17.0.1"),
        Address { point_to_point: true, way_out: true, ..address("utun4", "10.8.0.2") },
        address("tailscale0", "100.101.102.103"),
        address("enp2s0", "169.254.7.7"),
        address("vboxnet0", "192.168.56.1"),
        address("wlan0", "192.168.1.20"),
        address("wlan0", "fd00::20"),
        address("wlan0", "fe80::20"),
    ]
}

#[test]
fn the_codes_carry_the_wifi_that_the_phones_are_in() {
    let chosen = choose(anywhere(), &a_busy_laptop(), None);
    assert_eq!((chosen.ip, chosen.interface.as_str()), (ip("192.168.1.20"), "wlan0"));
    assert_eq!(chosen.reach, Reach::Network);
    assert_eq!(chosen.ip, ip("192.168.1.20"));
}

#[test]
fn the_codes_never_carry_localhost_while_there_is_another_address() {
    for address in a_busy_laptop().into_iter().filter(|a| a.ip.is_ipv4() && !a.ip.is_loopback()) {
        let here = [super::Address { way_out: true, ..self::address("lo", "127.0.0.1") }, address.clone()];
        assert_eq!(choose(anywhere(), &here, None).ip, address.ip);
    }
}

#[test]
fn a_wifi_without_internet_still_beats_a_vpn_that_has_it() {
    let here = [Address { way_out: true, ..address("wg0", "10.0.0.2") }, address("wlp3s0", "10.20.30.40")];
    assert_eq!(choose(anywhere(), &here, None).ip, ip("10.20.30.40"));
}

#[test]
fn the_cable_that_leads_out_wins_over_the_one_that_does_not() {
    let here = [address("eth0", "192.168.1.2"), Address { way_out: true, ..address("eth1", "192.168.2.2") }];
    assert_eq!(choose(anywhere(), &here, None).ip, ip("192.168.2.2"));
}

#[test]
fn an_unplugged_cable_loses() {
    let here = [Address { up: false, ..address("eth0", "192.168.1.2") }, address("wlan0", "172.20.10.4")];
    assert_eq!(choose(anywhere(), &here, None).ip, ip("172.20.10.4"));
}

#[test]
fn windows_names_are_known_too() {
    let here = [
        address("vEthernet (WSL)", "172.28.0.1"),
        address("VirtualBox Host-Only Network", "192.168.56.1"),
        address("Wi-Fi", "192.168.0.9"),
    ];
    assert_eq!(choose(anywhere(), &here, None).interface, "Wi-Fi");
}

#[test]
fn ipv4_comes_first_and_ipv6_alone_is_used_where_the_hub_answers_it() {
    let here = [address("wlan0", "2001:db8::5"), address("wlan0", "192.168.1.20")];
    assert_eq!(choose(ip("::"), &here, None).ip, ip("192.168.1.20"));
    assert_eq!(choose(ip("::"), &here[..1], None).ip, ip("2001:db8::5"));
    assert_eq!(choose(anywhere(), &here[..1], None).reach, Reach::NoNetwork);
}

#[test]
fn a_person_may_put_any_of_the_laptops_addresses_in_the_codes() {
    let chosen = choose(anywhere(), &a_busy_laptop(), Some(ip("172.17.0.1")));
    assert_eq!((chosen.ip, chosen.interface.as_str()), (ip("172.17.0.1"), "docker0"));
    assert_eq!(
        chosen.others.first().map(|a| a.ip),
        Some(ip("192.168.1.20")),
        "the best of the rest comes first"
    );
    assert!(chosen.offers(ip("192.168.1.20")) && chosen.offers(ip("172.17.0.1")));
    assert!(!chosen.offers(ip("127.0.0.1")) && !chosen.offers(ip("8.8.8.8")));
}

#[test]
fn an_address_of_another_machine_is_used_as_told_and_said_to_be_so() {
    let chosen = choose(anywhere(), &a_busy_laptop(), Some(ip("203.0.113.9")));
    assert_eq!((chosen.ip, chosen.reach), (ip("203.0.113.9"), Reach::Elsewhere));
    assert!(chosen.to_string().contains("not an address of this laptop"));
}

#[test]
fn a_laptop_in_no_network_says_so() {
    let chosen = choose(anywhere(), &[address("lo", "127.0.0.1"), address("lo", "::1")], None);
    assert_eq!((chosen.ip, chosen.reach), (ip("127.0.0.1"), Reach::NoNetwork));
    assert!(chosen.to_string().contains("no phone can reach the hub yet"));
    assert_eq!(choose(anywhere(), &[], None).ip, ip("127.0.0.1"));
}

#[test]
fn a_laptop_with_only_a_self_given_address_is_not_trusted_to_be_reachable() {
    let chosen = choose(anywhere(), &[address("wlan0", "169.254.3.4")], None);
    assert_eq!((chosen.ip, chosen.reach), (ip("169.254.3.4"), Reach::Doubtful));
}

#[test]
fn a_hub_that_listens_on_one_address_puts_that_one_in_the_codes() {
    let chosen = choose(ip("172.17.0.1"), &a_busy_laptop(), None);
    assert_eq!((chosen.ip, chosen.others.len()), (ip("172.17.0.1"), 0));
    let chosen = choose(ip("127.0.0.1"), &a_busy_laptop(), None);
    assert_eq!((chosen.ip, chosen.reach), (ip("127.0.0.1"), Reach::LoopbackOnly));
}

#[test]
fn asking_the_system_for_its_addresses_does_not_fail() {
    assert!(addresses().iter().any(|address| address.ip.is_loopback()));
}

#[tokio::test]
async fn a_taken_port_is_told_in_words_with_the_way_out() {
    let first = listen("127.0.0.1:0".parse().expect("an address")).await.expect("a free port");
    let taken = first[0].local_addr().expect("it is open");
    let said = listen(taken).await.expect_err("it is taken").to_string();
    assert!(said.contains(&format!("Port {}", taken.port())), "{said}");
    assert!(said.contains("stay with it") && said.contains("quiethold serve --listen 127.0.0.1:"), "{said}");
}

#[tokio::test]
async fn an_address_that_was_left_behind_is_told_in_words() {
    let said = listen("192.0.2.1:8080".parse().expect("an address")).await.expect_err("not here").to_string();
    assert!(said.contains("does not have the address 192.0.2.1"), "{said}");
}

#[tokio::test]
async fn the_laptops_own_page_works_wherever_the_hub_listens() {
    for asked in ["0.0.0.0:0", "127.0.0.1:0", "[::]:0", "[::1]:0"] {
        let Ok(open) = listen(asked.parse().expect("an address")).await else {
            assert!(asked.starts_with('['), "a machine without IPv6 still has {asked}");
            continue;
        };
        let port = open[0].local_addr().expect("it is open").port();
        tokio::net::TcpStream::connect(("127.0.0.1", port)).await.expect(asked);
    }
}
