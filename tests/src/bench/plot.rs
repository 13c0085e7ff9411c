//! Curves as a drawing: how long it took, by the share of signals that took no longer.

use super::row::{Curve, Unit};
use std::fmt::Write;

const WIDTH: f64 = 760.0;
const HEIGHT: f64 = 420.0;
const LEFT: f64 = 70.0;
const RIGHT: f64 = 190.0;
const TOP: f64 = 40.0;
const BOTTOM: f64 = 50.0;
const COLOURS: [&str; 10] = [
    "#b3261e", "#d98324", "#e0b84c", "#33691e", "#00796b", "#1565c0", "#5e35b1", "#8e24aa", "#546e7a",
    "#212121",
];
/// Each is a tenth of what was left out before.
const SHARES: [(f64, &str); 4] = [(0.5, "50 %"), (0.9, "90 %"), (0.99, "99 %"), (0.999, "99.9 %")];

/// An SVG with these curves, both axes by powers of ten.
pub fn draw(title: &str, curves: &[Curve]) -> String {
    let unit =
        if curves.iter().any(|c| c.within(0.5, Unit::Micros) > 5000.0) { Unit::Millis } else { Unit::Micros };
    let shares = || (0..=60).map(|step| 1.0 - 0.5 * 10f64.powf(-f64::from(step) / 60.0 * 2.7));
    let values: Vec<f64> = curves
        .iter()
        .flat_map(|c| shares().map(|share| c.within(share, unit)))
        .filter(|v| *v > 0.0)
        .collect();
    let low = values.iter().copied().fold(f64::INFINITY, f64::min).log10().floor();
    let high = values.iter().copied().fold(1.0, f64::max).log10().ceil();
    let low = if low.is_finite() && low < high { low } else { high - 1.0 };
    let x = |share: f64| LEFT + (-(2.0 * (1.0 - share)).log10() / 2.7) * (WIDTH - LEFT - RIGHT);
    let y = |value: f64| {
        let part = (value.max(f64::MIN_POSITIVE).log10() - low) / (high - low);
        HEIGHT - BOTTOM - part.clamp(0.0, 1.0) * (HEIGHT - TOP - BOTTOM)
    };
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" font-family=\"sans-serif\" font-size=\"12\">\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n\
         <text x=\"{LEFT}\" y=\"22\" font-size=\"14\">{}</text>\n",
        escaped(title)
    );
    grid(&mut svg, unit, (low, high), &x, &y);
    for (place, curve) in curves.iter().enumerate() {
        let colour = COLOURS[place % COLOURS.len()];
        let mut points = String::new();
        for share in shares() {
            let _ = write!(points, "{:.1},{:.1} ", x(share), y(curve.within(share, unit)));
        }
        #[allow(clippy::cast_precision_loss)] // a dozen curves
        let line = TOP + 16.0 * place as f64 + 6.0;
        let _ = writeln!(
            svg,
            "<polyline points=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>\n\
             <rect x=\"{:.0}\" y=\"{line:.0}\" width=\"14\" height=\"4\" fill=\"{colour}\"/>\n\
             <text x=\"{:.0}\" y=\"{:.0}\">{}</text>",
            points.trim(),
            WIDTH - RIGHT + 16.0,
            WIDTH - RIGHT + 36.0,
            line + 6.0,
            escaped(&curve.system)
        );
    }
    svg + "</svg>\n"
}

fn grid(
    svg: &mut String,
    unit: Unit,
    (low, high): (f64, f64),
    x: &impl Fn(f64) -> f64,
    y: &impl Fn(f64) -> f64,
) {
    let (right, foot) = (WIDTH - RIGHT, HEIGHT - BOTTOM);
    let mut power = low;
    while power <= high {
        for step in [1.0, 2.0, 5.0] {
            let value = step * 10f64.powf(power);
            if value > 10f64.powf(high) {
                continue;
            }
            let at = y(value);
            let _ = writeln!(
                svg,
                "<line x1=\"{LEFT}\" x2=\"{right}\" y1=\"{at:.1}\" y2=\"{at:.1}\" stroke=\"#ddd\"/>\n\
                 <text x=\"{:.0}\" y=\"{:.1}\" text-anchor=\"end\">{value} {}</text>",
                LEFT - 8.0,
                at + 4.0,
                unit.sign()
            );
        }
        power += 1.0;
    }
    for (share, name) in SHARES {
        let at = x(share);
        let _ = writeln!(
            svg,
            "<line x1=\"{at:.1}\" x2=\"{at:.1}\" y1=\"{TOP}\" y2=\"{foot}\" stroke=\"#ddd\"/>\n\
             <text x=\"{at:.1}\" y=\"{:.0}\" text-anchor=\"middle\">{name}</text>",
            foot + 18.0
        );
    }
    let _ = writeln!(
        svg,
        "<text x=\"{LEFT}\" y=\"{:.0}\">of the signals took no longer than this</text>",
        HEIGHT - 10.0
    );
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn a_slower_curve_lies_above_a_quicker_one() {
        let mut curves = [Curve::new("quick & small"), Curve::new("slow")];
        for n in 1..1000 {
            curves[0].record(Duration::from_micros(100 + n));
            curves[1].record(Duration::from_micros(1000 + 9 * n));
        }
        let svg = draw("hold", &curves);
        assert!(svg.contains("quick &amp; small"));
        let height = |place: usize| -> f64 {
            let line = svg.lines().filter(|l| l.starts_with("<polyline")).nth(place).expect("a curve");
            let first = line.split('"').nth(1).and_then(|points| points.split([',', ' ']).nth(1));
            first.and_then(|y| y.parse().ok()).expect("a number")
        };
        assert!(height(1) < height(0), "the drawing's top is 0");
    }
}
