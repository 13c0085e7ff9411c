//! The Wi-Fi's own code: a phone's camera reads it and joins the network.

use crate::protocol::WifiView;

/// Reads `SSID:PASSWORD`. An empty password is an open network; a colon in the network's name is written `\:`.
///
/// # Errors
/// A sentence that says what is wrong with it. It repeats neither the name nor the password.
pub fn parse(text: &str) -> Result<WifiView, String> {
    let (ssid, password) =
        split(text).ok_or("write the network's name, a colon, and its password: \"Stage 4:the password\"")?;
    if ssid.is_empty() || ssid.len() > 32 || ssid.chars().any(char::is_control) {
        return Err("a Wi-Fi's name has 1 to 32 characters on one line".into());
    }
    let length = password.chars().count();
    if !password.is_empty() && (!(8..=63).contains(&length) || password.chars().any(char::is_control)) {
        return Err("a Wi-Fi's password has 8 to 63 characters; leave it empty for an open network".into());
    }
    let code = if password.is_empty() {
        format!("WIFI:T:nopass;S:{};;", escaped(&ssid))
    } else {
        format!("WIFI:T:WPA;S:{};P:{};;", escaped(&ssid), escaped(password))
    };
    Ok(WifiView { ssid, code })
}

/// The name and the password, at the first colon that is not escaped.
fn split(text: &str) -> Option<(String, &str)> {
    let mut ssid = String::new();
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' if text[at + 1..].starts_with(':') => {
                ssid.push(':');
                chars.next();
            }
            ':' => return Some((ssid, &text[at + 1..])),
            c => ssid.push(c),
        }
    }
    None
}

/// These have a meaning of their own in the code.
fn escaped(text: &str) -> String {
    text.chars().fold(String::new(), |mut safe, c| {
        if matches!(c, '\\' | ';' | ',' | ':' | '"') {
            safe.push('\\');
        }
        safe.push(c);
        safe
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> String {
        parse(text).expect("a Wi-Fi").code
    }

    #[test]
    fn a_phone_reads_the_networks_name_and_password() {
        assert_eq!(code("Stage 4:quiet on set"), "WIFI:T:WPA;S:Stage 4;P:quiet on set;;");
        assert_eq!(code("Stage 4:"), "WIFI:T:nopass;S:Stage 4;;");
        assert_eq!(parse("Stage 4:quiet on set").expect("a Wi-Fi").ssid, "Stage 4");
    }

    #[test]
    fn what_has_a_meaning_in_the_code_is_escaped() {
        assert_eq!(code(r#"a;b,"c\d:p:a;s,s"w\d"#), r#"WIFI:T:WPA;S:a\;b\,\"c\\d;P:p\:a\;s\,s\"w\\d;;"#);
        assert_eq!(code(r"Stage\:4:quietset"), r"WIFI:T:WPA;S:Stage\:4;P:quietset;;");
    }

    #[test]
    fn a_mistake_is_told_without_the_password() {
        for wrong in ["Stage 4", ":quiet on set", "Stage 4:short77", &format!("{}:quietset", "x".repeat(33))]
        {
            let said = parse(wrong).expect_err(wrong);
            assert!(!said.contains("short77") && !said.contains("quietset"), "{said}");
        }
    }
}
