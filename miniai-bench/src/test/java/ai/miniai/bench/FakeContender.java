package ai.miniai.bench;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/** Says what it is told to say, and writes down when it was asked. */
final class FakeContender implements Contender {
  private final String name;
  private final List<String> diary;
  private final Deque<Double> rates = new ArrayDeque<>();
  private boolean closed;

  /** The last of the rates is given again and again. */
  FakeContender(String name, List<String> diary, Double... rates) {
    this.name = name;
    this.diary = diary;
    this.rates.addAll(Arrays.asList(rates));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public double imagesPerSecond(int steps) {
    diary.add(name + " " + steps);
    return rates.size() > 1 ? rates.remove() : rates.element();
  }

  @Override
  public void close() {
    closed = true;
  }

  boolean closed() {
    return closed;
  }
}
