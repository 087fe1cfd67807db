//! When things happen, counted back from the end of the story, on days and hours when people work (UTC).

use chrono::{DateTime, Datelike, Days, Duration, NaiveDate, NaiveTime, Utc, Weekday};

/// A moment before the end.
#[derive(Debug, Clone, Copy)]
pub enum When {
    /// So many weeks before the week of the end: at least two.
    Week(u64, Weekday, u32, u32),
    /// So many working days before the day of the end: one to five.
    Workday(u64, u32, u32),
    /// So many minutes before the end: at most six hours.
    Minutes(i64),
}

impl When {
    /// The moment, when the story ends at `end`.
    pub fn before(self, end: DateTime<Utc>) -> DateTime<Utc> {
        let today = end.date_naive();
        let monday = today - Days::new(today.weekday().num_days_from_monday().into());
        match self {
            Self::Week(weeks, day, hour, minute) => {
                let ahead = u64::from(day.num_days_from_monday());
                at(
                    monday - Days::new(7 * weeks) + Days::new(ahead),
                    hour,
                    minute,
                )
            }
            Self::Workday(days, hour, minute) => at(workday(today, days), hour, minute),
            Self::Minutes(minutes) => end - Duration::minutes(minutes),
        }
    }
}

fn at(day: NaiveDate, hour: u32, minute: u32) -> DateTime<Utc> {
    let time = NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default();
    day.and_time(time).and_utc()
}

/// The day that lies so many working days before `day`.
fn workday(day: NaiveDate, before: u64) -> NaiveDate {
    let mut found = day;
    for _ in 0..before {
        found = found - Days::new(1);
        while matches!(found.weekday(), Weekday::Sat | Weekday::Sun) {
            found = found - Days::new(1);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_come_before_workdays_and_workdays_before_hours_on_every_day_of_the_week() {
        for day in 0..14 {
            for hour in [0, 1, 12, 23] {
                let first = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
                let end = at(first + Days::new(day), hour, 30);
                let moments = [
                    When::Week(3, Weekday::Mon, 8, 0),
                    When::Week(2, Weekday::Fri, 16, 59),
                    When::Workday(5, 8, 0),
                    When::Workday(1, 17, 59),
                    When::Minutes(360),
                    When::Minutes(0),
                ];
                let told = moments.map(|moment| moment.before(end));
                assert!(told.is_sorted(), "{end}: {told:?}");
                assert_eq!(told[5], end);
            }
        }
    }

    #[test]
    fn nobody_works_on_a_weekend() {
        let sunday = at(NaiveDate::from_ymd_opt(2026, 11, 29).unwrap(), 3, 0);
        let told = When::Workday(1, 9, 0).before(sunday);
        assert_eq!(told.to_rfc3339(), "2026-11-27T09:00:00+00:00");
    }
}
