//! On which hardware a model ran, where a file says so: how many of which device, in one order however the file has
//! them, so that two runs on the same machine say the same.

use std::collections::BTreeMap;

use super::super::TEXT_BYTES_MAX;

/// `NVIDIA A10G, 2 x NVIDIA L4` of the names of all devices; `None` without a device, or when it is too long to keep.
pub fn devices<'a>(names: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for name in names.into_iter().map(str::trim) {
        let fine = !name.is_empty() && !name.contains(char::is_control);
        if fine {
            *counts.entry(name).or_default() += 1;
        }
    }
    let parts: Vec<String> = counts
        .into_iter()
        .map(|(name, count)| match count {
            1 => name.to_owned(),
            count => format!("{count} x {name}"),
        })
        .collect();
    let told = parts.join(", ");
    (!told.is_empty() && told.len() <= TEXT_BYTES_MAX).then_some(told)
}

/// Whether a place such as `localhost:9400` or `http://127.0.0.1:8000/v1` is the machine that asks.
pub fn is_local(place: &str) -> bool {
    let rest = place.split_once("://").map_or(place, |(_, rest)| rest);
    let host = rest.split(['/', '?']).next().unwrap_or(rest);
    let host = match host.strip_prefix('[') {
        Some(six) => six.split(']').next().unwrap_or(six),
        None => host.split(':').next().unwrap_or(host),
    };
    matches!(host, "localhost" | "0.0.0.0" | "::1") || host.starts_with("127.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn devices_are_counted_by_name_in_one_order() {
        let told = |names: &[&str]| devices(names.iter().copied());
        assert_eq!(told(&["NVIDIA L4"]).as_deref(), Some("NVIDIA L4"));
        assert_eq!(
            told(&["NVIDIA L4", "NVIDIA A10G", " NVIDIA L4 "]),
            told(&["NVIDIA L4", "NVIDIA L4", "NVIDIA A10G"])
        );
        assert_eq!(
            told(&["NVIDIA L4", "NVIDIA A10G", "NVIDIA L4"]).as_deref(),
            Some("NVIDIA A10G, 2 x NVIDIA L4")
        );
        assert_eq!(told(&[]), None);
        assert_eq!(told(&["", "a\nb"]), None);
        assert_eq!(told(&["x".repeat(TEXT_BYTES_MAX + 1).as_str()]), None);
    }

    #[test]
    fn a_place_on_the_machine_that_asks_is_told_from_another() {
        for here in [
            "localhost:9400",
            "http://127.0.0.1:8765",
            "http://localhost/v1",
            "[::1]:9400",
            "localhost",
        ] {
            assert!(is_local(here), "{here}");
        }
        for there in [
            "http://gpu-3:9400/metrics",
            "10.0.0.7:9400",
            "localhost.acme.test",
        ] {
            assert!(!is_local(there), "{there}");
        }
    }
}
