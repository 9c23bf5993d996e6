package ai.miniai.bench;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ArrayListMultimap;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ListMultimap;
import com.google.common.collect.Maps;
import com.google.common.collect.Multimaps;
import java.util.Map;

/**
 * Measures contenders in turns, A B C A B C …: a machine that slows down for a while slows all of
 * them down, and the ratio within a round is not affected.
 *
 * @param rounds the number of measured turns of each contender
 * @param turn the length of a turn
 */
record Race(int rounds, TurnLength turn) {
  private static final int WARM_UP_TURNS = 6;

  /** Long enough for slow contenders. */
  private static final double WARM_UP_SECONDS = 5;

  Race {
    checkArgument(rounds > 0, "there must be 1 round or more, not %s", rounds);
  }

  /** The images per second of each contender in each round. */
  Rates run(Iterable<? extends Contender> contenders) {
    Map<Contender, Integer> steps =
        Maps.toMap(ImmutableList.<Contender>copyOf(contenders), this::warmUp);
    ListMultimap<Contender, Double> rates = ArrayListMultimap.create();
    for (int round = 0; round < rounds; round++) {
      steps.forEach((contender, count) -> rates.put(contender, contender.imagesPerSecond(count)));
    }
    return new Rates(ImmutableMap.copyOf(Maps.transformValues(Multimaps.asMap(rates), Series::of)));
  }

  /** Warms up the JIT compiler and caches, and returns how many steps make a turn. */
  private int warmUp(Contender contender) {
    int steps = turn.steps(Double.MAX_VALUE);
    double seconds = 0;
    for (int i = 0; i < WARM_UP_TURNS && seconds < WARM_UP_SECONDS; i++) {
      long start = System.nanoTime();
      contender.imagesPerSecond(steps);
      double time = (System.nanoTime() - start) / 1e9;
      steps = turn.steps(time / steps);
      seconds += time;
    }
    return steps;
  }
}
