package ai.miniai.callback.progress;

import static com.google.common.base.Preconditions.checkArgument;
import static com.google.common.base.Preconditions.checkState;
import static java.util.Objects.requireNonNull;

import ai.miniai.callback.Attribute;
import ai.miniai.callback.Callback;
import ai.miniai.callback.PassTotals;
import ai.miniai.callback.Training;
import ai.miniai.metric.Metric;
import ai.miniai.metric.RunningSum;
import ai.miniai.nn.StateDicts;
import ai.miniai.nn.Stateful;
import ai.miniai.tensor.Tensor;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Maps;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/**
 * Computes metrics and the mean loss over each training and validation pass, and prints a row at
 * its end.
 */
public final class MetricsCB extends Callback implements Stateful, PassTotals {
  /** Under this name the callback publishes itself, see {@link Training#get}. */
  public static final Attribute<MetricsCB> METRICS = Attribute.of("metrics", MetricsCB.class);

  private static final String LOSS = "loss";

  /**
   * The result of one pass through the data.
   *
   * @param epoch from 0
   * @param training whether it was a training pass
   * @param values by name, in the order in which the metrics were given, "loss" last
   */
  public record Row(int epoch, boolean training, Map<String, Double> values) {
    /** Keeps a copy of the values, in their order. */
    public Row {
      values = ImmutableMap.copyOf(values);
    }

    /** "train" or "eval". */
    public String mode() {
      return training ? "train" : "eval";
    }

    @Override
    public String toString() {
      StringBuilder text = new StringBuilder("{");
      values.forEach(
          (name, value) -> text.append(String.format(Locale.ROOT, "%s: %.3f, ", name, value)));
      return text + "epoch: " + epoch + ", train: " + mode() + "}";
    }
  }

  private final ImmutableMap<String, Metric> metrics;
  private final RunningSum loss = new RunningSum();
  private final List<Row> rows = new ArrayList<>();
  private Consumer<Row> log = System.out::println;

  /** The mean loss only. */
  public MetricsCB() {
    this(ImmutableMap.of());
  }

  /** One metric and the mean loss. */
  public MetricsCB(String name, Metric metric) {
    this(ImmutableMap.of(name, metric));
  }

  /** These metrics, in the order of the map, and the mean loss, whose name is "loss". */
  public MetricsCB(Map<String, Metric> metrics) {
    checkArgument(
        !metrics.containsKey(LOSS), "\"%s\" is the name of the mean loss: choose another", LOSS);
    this.metrics = ImmutableMap.copyOf(metrics);
  }

  /**
   * The {@code MetricsCB} of a running fit.
   *
   * @throws IllegalStateException if it has none
   */
  public static MetricsCB of(Training learn) {
    return find(learn)
        .orElseThrow(
            () -> new IllegalStateException("there is no MetricsCB among the callbacks: add one"));
  }

  /** The {@code MetricsCB} of a running fit; empty if it has none. */
  public static Optional<MetricsCB> find(Training learn) {
    return learn.cbs().stream()
        .filter(MetricsCB.class::isInstance)
        .map(MetricsCB.class::cast)
        .findFirst();
  }

  /** The rows of the last fit. */
  public List<Row> rows() {
    return ImmutableList.copyOf(rows);
  }

  /**
   * A value of the last row, such as the accuracy in the last validation.
   *
   * @param name that of a metric, or "loss"
   * @throws IllegalStateException if no pass through the data has ended yet
   * @throws IllegalArgumentException if there is no value of this name
   */
  public double last(String name) {
    checkState(
        !rows.isEmpty(), "there are no values yet: the first come after a pass through the data");
    checkArgument(names().contains(name), "there is no metric \"%s\", only %s", name, names());
    return value(rows.get(rows.size() - 1), name);
  }

  /** Sends the rows to {@code log}, instead of printing them. */
  public MetricsCB log(Consumer<Row> log) {
    this.log = log;
    return this;
  }

  /**
   * Sends the rows to {@code borrower} until the returned function is called: for a callback that
   * shows them during a fit.
   */
  public Runnable lendRows(Consumer<Row> borrower) {
    Consumer<Row> owner = log;
    log = borrower;
    return () -> log = owner;
  }

  @Override
  protected Optional<Class<? extends Callback>> onlyOne() {
    return Optional.of(MetricsCB.class);
  }

  @Override
  public boolean inTryOut() {
    return false;
  }

  @Override
  public void beforeFit() {
    rows.clear();
    learn().set(METRICS, this);
  }

  @Override
  public void beforeEpoch() {
    reset();
  }

  private void reset() {
    loss.reset();
    metrics.values().forEach(Metric::reset);
  }

  @Override
  public void afterBatch() {
    metrics.forEach(this::update);
    loss.add(learn().loss(), batch().size());
  }

  private void update(String name, Metric metric) {
    try {
      metric.update(learn().outputs(), batch().tensors());
    } catch (IllegalArgumentException | IllegalStateException unfit) {
      throw new IllegalArgumentException("metric \"" + name + "\": " + unfit.getMessage(), unfit);
    }
  }

  @Override
  public Map<String, Tensor> share() {
    ImmutableMap.Builder<String, Tensor> state = ImmutableMap.builder();
    state.putAll(StateDicts.prefixed(LOSS, loss.stateDict()));
    stateful(
        (name, metric) -> state.putAll(StateDicts.prefixed("metrics." + name, metric.stateDict())));
    return state.buildOrThrow();
  }

  @Override
  public void total(List<Map<String, Tensor>> shares) {
    reset();
    for (Map<String, Tensor> share : shares) {
      loss.combine(StateDicts.under(LOSS, share));
      metrics.forEach((name, metric) -> metric.combine(StateDicts.under("metrics." + name, share)));
    }
  }

  @Override
  public void afterEpoch() {
    Map<String, Double> values = new LinkedHashMap<>();
    metrics.forEach((name, metric) -> values.put(name, metric.compute()));
    values.put(LOSS, loss.mean());
    Row row = new Row(epoch(), training(), values);
    rows.add(row);
    if (learn().rank() == 0) {
      log.accept(row);
    }
  }

  /** The rows so far, the loss, and the state of the {@link Stateful} metrics. */
  @Override
  public Map<String, Tensor> stateDict() {
    ImmutableMap.Builder<String, Tensor> state = ImmutableMap.builder();
    state.put("epochs", StateDicts.tensor(numbers(Row::epoch)));
    state.put("training", StateDicts.tensor(numbers(row -> row.training() ? 1 : 0)));
    for (String name : names()) {
      state.put("values." + name, StateDicts.tensor(numbers(row -> value(row, name))));
    }
    return state.putAll(share()).buildOrThrow();
  }

  /** Rank 0 goes on with the numbers of the pass, others without: no item counts twice. */
  @Override
  public void loadStateDict(Map<String, Tensor> state) {
    double[] epochs = StateDicts.values(state, "epochs");
    double[] training = StateDicts.values(state, "training");
    Map<String, double[]> columns = new LinkedHashMap<>();
    names().forEach(name -> columns.put(name, StateDicts.values(state, "values." + name)));
    if (learn().rank() == 0) {
      loss.loadStateDict(StateDicts.under(LOSS, state));
      stateful((name, metric) -> metric.loadStateDict(StateDicts.under("metrics." + name, state)));
    }
    rows.clear();
    for (int i = 0; i < epochs.length; i++) {
      int row = i;
      rows.add(
          new Row(
              (int) epochs[i],
              training[i] != 0,
              Maps.transformValues(columns, column -> column[row])));
    }
  }

  private double[] numbers(ToDoubleFunction<Row> number) {
    return rows.stream().mapToDouble(number).toArray();
  }

  private static double value(Row row, String name) {
    return requireNonNull(row.values().get(name));
  }

  /** The names of the values in each row, in their order. */
  public Set<String> names() {
    return ImmutableSet.<String>builder().addAll(metrics.keySet()).add(LOSS).build();
  }

  private void stateful(BiConsumer<String, Stateful> action) {
    metrics.forEach(
        (name, metric) -> {
          if (metric instanceof Stateful state) {
            action.accept(name, state);
          }
        });
  }
}
