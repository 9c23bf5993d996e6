package ai.miniai.bench;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableMap;

/**
 * How a race went.
 *
 * @param byContender images per second in each round
 */
record Rates(ImmutableMap<Contender, Series> byContender) {
  /** Images per second of one who took part. */
  Series of(Contender contender) {
    Series rates = byContender.get(contender);
    checkArgument(rates != null, "%s took no part", contender.name());
    return rates;
  }
}
