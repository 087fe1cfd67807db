//! Decimals: exact numbers, read from their own characters and never through a binary float.
//!
//! Invariant: one value has one text. A [`Decimal`] holds no trailing zero, so `0.50` and `0.5` are the same value,
//! the same hash, the same row and the same characters in the log. Who needs the characters of a source keeps them
//! beside the value.
//!
//! Canonical text: plain notation (`0.975`, `-12`, `1000`) while that needs at most 60 characters, otherwise
//! scientific notation with one digit before the point (`1e-300`, `-2.5e80`). No plus sign, no `-0`, no `.5`.

use std::fmt;
use std::str::FromStr;

use bigdecimal::num_bigint::{BigInt, Sign};
use bigdecimal::{BigDecimal, Signed, ToPrimitive, Zero};
use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;
use sqlx::encode::IsNull;
use sqlx::error::BoxDynError;
use sqlx::postgres::{PgArgumentBuffer, PgHasArrayType, PgTypeInfo, PgValueRef};
use sqlx::{Decode, Encode, Postgres, Type};

/// Significant digits at most: from the first digit that is not zero to the last.
pub const DIGITS_MAX: usize = 40;
/// The power of ten of the first significant digit is at most this far from zero.
pub const EXPONENT_MAX: i64 = 400;
/// Characters of a text that is read as a decimal at most. Plain notation of the smallest value needs fewer.
pub const TEXT_BYTES_MAX: usize = 1024;
/// Characters of plain notation at most; longer values are written in scientific notation.
const PLAIN_CHARS_MAX: i64 = 60;
/// What a text must look like: the grammar of a JSON number.
const PATTERN: &str = r"^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$";

/// An exact decimal number of at most 40 significant digits and a power of ten within 400.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Decimal(BigDecimal);

/// Why a text is no [`Decimal`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecimalError {
    /// It does not have the form of a JSON number.
    #[error("this is not a decimal number; it is written like -12, 0.975 or 1e-5")]
    NotANumber,
    /// It has more significant digits than a decimal keeps.
    #[error("the number has {digits} significant digits; at most {DIGITS_MAX} are kept")]
    TooManyDigits {
        /// How many it has.
        digits: usize,
    },
    /// It is too large or too near to zero.
    #[error("the number's power of ten is beyond -{EXPONENT_MAX} to {EXPONENT_MAX}")]
    ExponentOutOfRange,
}

impl Decimal {
    /// Zero.
    #[must_use]
    pub fn zero() -> Self {
        Self(BigDecimal::zero())
    }

    /// Reads a JSON number, or a JSON string that holds one, from its own characters.
    ///
    /// # Errors
    /// The JSON is something else, or the number is beyond the limits.
    pub fn from_json(raw: &RawValue) -> Result<Self, DecimalError> {
        let text = raw.get();
        if text.starts_with('"') {
            let text: String = serde_json::from_str(text).map_err(|_| DecimalError::NotANumber)?;
            text.parse()
        } else {
            text.parse()
        }
    }

    /// The decimal nearest to `value` with `digits` significant digits, at most 17 of them; `None` when `value` is
    /// not finite.
    #[must_use]
    pub fn from_f64_rounded(value: f64, digits: usize) -> Option<Self> {
        if !value.is_finite() {
            return None;
        }
        let after_the_point = digits.clamp(1, 17) - 1;
        format!("{value:.after_the_point$e}").parse().ok()
    }

    /// The nearest double. Beyond the range of doubles: the largest or smallest finite one, so that no infinity
    /// enters a rule.
    #[must_use]
    pub fn to_f64(&self) -> f64 {
        let (digits, scale) = self.0.as_bigint_and_exponent();
        let nearest: f64 = format!("{digits}e{}", -scale)
            .parse()
            .expect("an integer and an exponent are a float's text");
        nearest.clamp(f64::MIN, f64::MAX)
    }

    /// Whether it is zero.
    #[must_use]
    pub fn is_zero(&self) -> bool {
        self.0.is_zero()
    }

    /// Whether it is below zero.
    #[must_use]
    pub fn is_negative(&self) -> bool {
        self.0.is_negative()
    }

    /// The integer that it is; `None` when it has a fraction or does not fit.
    #[must_use]
    pub fn to_i64(&self) -> Option<i64> {
        self.0.is_integer().then(|| self.0.to_i64()).flatten()
    }

    /// The whole units of `10^-places` in it, cut towards zero: `1.5` has 1500000 of `10^-6`.
    #[must_use]
    pub fn units_of(&self, places: u8) -> Option<i64> {
        self.0
            .with_scale(i64::from(places))
            .into_bigint_and_scale()
            .0
            .to_i64()
    }

    /// The value times `10^places`; `None` when that is beyond the limits.
    #[must_use]
    pub fn shifted(&self, places: i8) -> Option<Self> {
        let (digits, scale) = self.0.as_bigint_and_exponent();
        Self::within_limits(&BigDecimal::new(digits, scale - i64::from(places))).ok()
    }

    /// The value without trailing zeros, if it is within the limits.
    fn within_limits(value: &BigDecimal) -> Result<Self, DecimalError> {
        if value.is_zero() {
            return Ok(Self::zero());
        }
        let value = value.normalized();
        let digits = value.digits();
        if digits > DIGITS_MAX as u64 {
            let digits = usize::try_from(digits).unwrap_or(usize::MAX);
            return Err(DecimalError::TooManyDigits { digits });
        }
        if value.order_of_magnitude().abs() > EXPONENT_MAX {
            return Err(DecimalError::ExponentOutOfRange);
        }
        Ok(Self(value))
    }
}

/// A number's text in parts.
struct Parts<'a> {
    negative: bool,
    whole: &'a str,
    fraction: &'a str,
    /// `None`: so long that no limit allows it.
    exponent: Option<i64>,
}

/// Splits a text that has the form of a JSON number.
fn parts(text: &str) -> Option<Parts<'_>> {
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let (negative, rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (number, exponent) = match rest.split_once(['e', 'E']) {
        Some((number, exponent)) => {
            let digits = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
            if !all_digits(digits) {
                return None;
            }
            (
                number,
                exponent.parse::<i64>().ok().filter(|e| e.abs() < 1_000_000),
            )
        }
        None => (rest, Some(0)),
    };
    let (whole, fraction) = match number.split_once('.') {
        Some((whole, fraction)) if all_digits(fraction) => (whole, fraction),
        Some(_) => return None,
        None => (number, ""),
    };
    let well_formed = all_digits(whole) && (whole.len() == 1 || !whole.starts_with('0'));
    well_formed.then_some(Parts {
        negative,
        whole,
        fraction,
        exponent,
    })
}

impl FromStr for Decimal {
    type Err = DecimalError;

    fn from_str(text: &str) -> Result<Self, DecimalError> {
        let parts = parts(text).ok_or(DecimalError::NotANumber)?;
        let written = format!("{}{}", parts.whole, parts.fraction);
        let significant = written.trim_start_matches('0');
        let kept = significant.trim_end_matches('0');
        if kept.is_empty() {
            return Ok(Self::zero());
        }
        if kept.len() > DIGITS_MAX {
            return Err(DecimalError::TooManyDigits { digits: kept.len() });
        }
        let dropped = i64::try_from(significant.len() - kept.len());
        let after_the_point = i64::try_from(parts.fraction.len());
        let (Some(exponent), Ok(dropped), Ok(after_the_point), true) = (
            parts.exponent,
            dropped,
            after_the_point,
            text.len() <= TEXT_BYTES_MAX,
        ) else {
            return Err(DecimalError::ExponentOutOfRange);
        };
        let sign = if parts.negative {
            Sign::Minus
        } else {
            Sign::Plus
        };
        let digits = BigInt::parse_bytes(kept.as_bytes(), 10).ok_or(DecimalError::NotANumber)?;
        let digits = BigInt::from_biguint(sign, digits.magnitude().clone());
        Self::within_limits(&BigDecimal::new(
            digits,
            after_the_point - exponent - dropped,
        ))
    }
}

impl From<i64> for Decimal {
    fn from(value: i64) -> Self {
        Self(BigDecimal::from(value).normalized())
    }
}

impl From<i32> for Decimal {
    fn from(value: i32) -> Self {
        Self::from(i64::from(value))
    }
}

impl TryFrom<BigDecimal> for Decimal {
    type Error = DecimalError;

    fn try_from(value: BigDecimal) -> Result<Self, DecimalError> {
        Self::within_limits(&value)
    }
}

impl From<Decimal> for BigDecimal {
    fn from(value: Decimal) -> Self {
        value.0
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (integer, scale) = self.0.as_bigint_and_exponent();
        let sign = if integer.sign() == Sign::Minus {
            "-"
        } else {
            ""
        };
        let digits = integer.magnitude().to_string();
        let count = i64::try_from(digits.len()).map_err(|_| fmt::Error)?;
        let zeros = |count: i64| "0".repeat(usize::try_from(count).unwrap_or(0));
        let point = count - scale;
        let plain_chars = if scale <= 0 {
            point
        } else {
            count.max(scale + 1) + 1
        };
        if plain_chars + i64::from(!sign.is_empty()) > PLAIN_CHARS_MAX {
            let (first, rest) = digits.split_at(1);
            let dot = if rest.is_empty() { "" } else { "." };
            write!(f, "{sign}{first}{dot}{rest}e{}", point - 1)
        } else if scale <= 0 {
            write!(f, "{sign}{digits}{}", zeros(-scale))
        } else if point <= 0 {
            write!(f, "{sign}0.{}{digits}", zeros(-point))
        } else {
            let (whole, fraction) = digits.split_at(usize::try_from(point).unwrap_or(0));
            write!(f, "{sign}{whole}.{fraction}")
        }
    }
}

impl fmt::Debug for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Decimal({self})")
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Reads strings only. A number has already lost its characters when serde hands it over; who must read one takes it
/// as a [`RawValue`] and calls [`Decimal::from_json`].
impl<'de> Deserialize<'de> for Decimal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl Visitor<'_> for Text {
            type Value = Decimal;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a decimal number in a string, like \"0.975\"")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Decimal, E> {
                text.parse().map_err(E::custom)
            }
        }
        deserializer.deserialize_str(Text)
    }
}

impl Type<Postgres> for Decimal {
    fn type_info() -> PgTypeInfo {
        BigDecimal::type_info()
    }
}

impl PgHasArrayType for Decimal {
    fn array_type_info() -> PgTypeInfo {
        BigDecimal::array_type_info()
    }
}

impl Encode<'_, Postgres> for Decimal {
    fn encode_by_ref(&self, buffer: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
        Encode::<Postgres>::encode_by_ref(&self.0, buffer)
    }
}

impl Decode<'_, Postgres> for Decimal {
    fn decode(value: PgValueRef<'_>) -> Result<Self, BoxDynError> {
        Ok(Self::try_from(<BigDecimal as Decode<Postgres>>::decode(
            value,
        )?)?)
    }
}

impl utoipa::PartialSchema for Decimal {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .format(Some(utoipa::openapi::SchemaFormat::Custom("decimal".into())))
            .pattern(Some(PATTERN))
            .max_length(Some(TEXT_BYTES_MAX))
            .description(Some(
                "An exact decimal number, written as a string: at most 40 significant digits, power of ten \
                 within 400.",
            ))
            .examples(["0.975"])
            .into()
    }
}
impl utoipa::ToSchema for Decimal {}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;

    fn decimal(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn a_shift_moves_the_point_and_nothing_else() {
        assert_eq!(
            decimal("267.0026344").shifted(-3),
            Some(decimal("0.2670026344"))
        );
        assert_eq!(decimal("0.5").shifted(2), Some(decimal("50")));
        assert_eq!(decimal("0").shifted(-3), Some(decimal("0")));
        assert_eq!(decimal("1e-399").shifted(-3), None);
    }

    #[test]
    fn a_decimal_is_written_in_one_canonical_way() {
        for (text, written) in [
            ("0.975", "0.975"),
            ("0.024999999999999998", "0.024999999999999998"),
            ("-0.5", "-0.5"),
            ("12.50", "12.5"),
            ("1.0", "1"),
            ("0.0", "0"),
            ("-0", "0"),
            ("0e999999999999", "0"),
            ("1e3", "1000"),
            ("100", "100"),
            ("1E-5", "0.00001"),
            ("1.5e+1", "15"),
            ("1e-300", "1e-300"),
            ("-2.50e80", "-2.5e80"),
            ("1e400", "1e400"),
            ("9.5e-400", "9.5e-400"),
        ] {
            assert_eq!(decimal(text).to_string(), written, "{text}");
        }
        let sixty = format!("1{}", "0".repeat(59));
        assert_eq!(decimal(&sixty).to_string(), sixty);
        assert_eq!(decimal(&format!("{sixty}0")).to_string(), "1e60");
        let smallest_plain = format!("0.{}1", "0".repeat(57));
        assert_eq!(decimal("1e-58").to_string(), smallest_plain);
        assert_eq!(decimal("1e-59").to_string(), "1e-59");
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in [
            "", "-", "+1", ".5", "5.", "01", "1e", "1e+", "1.e5", "NaN", "Infinity", "0x1", " 1",
            "1 ", "1_000", "1,5", "--1", "1.2.3", "1e1.5", "１",
        ] {
            assert_eq!(
                text.parse::<Decimal>(),
                Err(DecimalError::NotANumber),
                "{text:?}"
            );
        }
    }

    #[test]
    fn limits_hold_exactly() {
        let forty = "1234567890".repeat(3) + "1234567891";
        assert_eq!(decimal(&forty).to_string(), forty);
        assert_eq!(
            decimal(&format!("0.000{forty}000")).to_string(),
            format!("0.000{forty}")
        );
        assert_eq!(
            format!("{forty}1").parse::<Decimal>(),
            Err(DecimalError::TooManyDigits { digits: 41 })
        );
        for text in [
            "1e401",
            "1e-401",
            "10e400",
            "0.1e-400",
            "1e99999999999999999999999",
            "-1e-5000",
        ] {
            assert_eq!(
                text.parse::<Decimal>(),
                Err(DecimalError::ExponentOutOfRange),
                "{text}"
            );
        }
        let long = format!("1{}", "0".repeat(TEXT_BYTES_MAX));
        assert_eq!(
            long.parse::<Decimal>(),
            Err(DecimalError::ExponentOutOfRange)
        );
    }

    #[test]
    fn equal_values_are_equal_hash_alike_and_sort_by_value() {
        let set: HashSet<Decimal> = ["0.5", "0.50", "5e-1"].map(decimal).into();
        assert_eq!(set.len(), 1);
        let mut sorted = ["1e2", "-1e-400", "99.9", "0", "-3"].map(decimal);
        sorted.sort();
        assert_eq!(sorted, ["-3", "-1e-400", "0", "99.9", "100"].map(decimal));
    }

    #[test]
    fn json_is_a_string_and_a_number_only_through_its_characters() {
        let value = decimal("0.024999999999999998");
        assert_eq!(
            serde_json::to_string(&value).unwrap(),
            "\"0.024999999999999998\""
        );
        assert_eq!(
            serde_json::from_str::<Decimal>("\"0.024999999999999998\"").unwrap(),
            value
        );
        let refused = serde_json::from_str::<Decimal>("0.975")
            .unwrap_err()
            .to_string();
        assert!(
            refused.contains("a decimal number in a string"),
            "{refused}"
        );
        let refused = serde_json::from_str::<Decimal>("\"1e500\"")
            .unwrap_err()
            .to_string();
        assert!(refused.contains("beyond -400 to 400"), "{refused}");
        for (json, read) in [
            (
                "0.1000000000000000055511151231257827",
                Ok("0.1000000000000000055511151231257827"),
            ),
            ("\"0.1\"", Ok("0.1")),
            ("null", Err(DecimalError::NotANumber)),
            ("[1]", Err(DecimalError::NotANumber)),
        ] {
            let raw: Box<RawValue> = serde_json::from_str(json).unwrap();
            assert_eq!(
                Decimal::from_json(&raw).map(|d| d.to_string()),
                read.map(str::to_owned)
            );
        }
    }

    #[test]
    fn the_nearest_double_is_finite() {
        assert_eq!(decimal("0.1").to_f64(), 0.1);
        assert_eq!(decimal("1e400").to_f64(), f64::MAX);
        assert_eq!(decimal("-1e400").to_f64(), f64::MIN);
        assert_eq!(decimal("1e-400").to_f64(), 0.0);
        assert_eq!(Decimal::from_f64_rounded(f64::NAN, 10), None);
        assert_eq!(
            Decimal::from_f64_rounded(2.0 / 3.0, 4),
            Some(decimal("0.6667"))
        );
    }

    #[test]
    fn integers_and_units_are_read_off() {
        assert_eq!(decimal("80").to_i64(), Some(80));
        assert_eq!(decimal("80.5").to_i64(), None);
        assert_eq!(decimal("1e300").to_i64(), None);
        assert_eq!(
            decimal("1795412906.1725135").units_of(6),
            Some(1_795_412_906_172_513)
        );
        assert_eq!(Decimal::from(1000).to_string(), "1000");
    }

    proptest! {
        #[test]
        fn writing_and_reading_keeps_the_value(
            digits in "-?[1-9][0-9]{0,39}",
            exponent in -400i64..=360,
        ) {
            let text = format!("{digits}e{exponent}");
            let Ok(value) = text.parse::<Decimal>() else { return Ok(()) };
            let written = value.to_string();
            prop_assert!(written.len() <= 60, "{}", written);
            prop_assert_eq!(&written.parse::<Decimal>().unwrap(), &value);
            prop_assert_eq!(written.parse::<Decimal>().unwrap().to_string(), written);
        }

        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,50}|[-+0-9.eE]{0,60}") {
            if let Ok(value) = text.parse::<Decimal>() {
                prop_assert_eq!(value.to_string().parse::<Decimal>().unwrap(), value);
            }
        }

        #[test]
        fn a_double_survives(value in proptest::num::f64::NORMAL) {
            let read = Decimal::from_f64_rounded(value, 17).unwrap();
            prop_assert_eq!(read.to_f64(), value);
        }
    }
}
