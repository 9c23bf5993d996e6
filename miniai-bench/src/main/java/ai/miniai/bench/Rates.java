package ai.miniai.bench;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableMap;

/**
 * The result of a race.
 *
 * @param byContender images per second in each round
 */
record Rates(ImmutableMap<Contender, Series> byContender) {
  /** The images per second of a contender. */
  Series of(Contender contender) {
    Series rates = byContender.get(contender);
    checkArgument(rates != null, "%s took no part", contender.name());
    return rates;
  }
}
