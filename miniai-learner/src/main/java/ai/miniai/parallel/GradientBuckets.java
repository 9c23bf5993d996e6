package ai.miniai.parallel;

import static java.util.Objects.requireNonNull;

import ai.miniai.tensor.GradientWatch;
import ai.miniai.tensor.Host;
import ai.miniai.tensor.Tensor;
import com.google.common.base.Throwables;
import com.google.common.collect.Lists;
import com.google.common.util.concurrent.ThreadFactoryBuilder;
import com.google.common.util.concurrent.Uninterruptibles;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Exchanges gradients in buckets, on a thread of its own, as soon as the backward pass has
 * completed them. The first batch is exchanged at once, and shows rank 0 in which order gradients
 * become complete; this is the order of all ranks from then on. All exchange all buckets each time,
 * then one message with marks and signals. A rank whose gradients have changed after they were sent
 * says so in it, and all exchange them again; until then they are left as they are.
 */
final class GradientBuckets implements GradientExchange {
  /** After the marks of the parameters: items, signals, and whether something sent was wrong. */
  private static final int TAIL = 3;

  private static final String ORDER = "order";

  private final AllReduce ranks;
  private final List<Tensor> parameters;
  private final OverlapCB sizes;
  private final GradientSum atOnce;
  private final Set<Tensor> completed = new LinkedHashSet<>();
  private final List<Bucket> buckets = new ArrayList<>();
  private final IdentityHashMap<Tensor, Bucket> bucketOf = new IdentityHashMap<>();
  private final GradientWatch watch = GradientWatch.begin(this::complete);
  private final ExecutorService sender =
      Executors.newSingleThreadExecutor(
          new ThreadFactoryBuilder().setDaemon(true).setNameFormat("miniai-gradients").build());

  /** Of the batch whose backward pass runs; 0 if none does. */
  private int items;

  /** How many buckets are on their way. */
  private int sent;

  /** {@code parameters}: those that are trained now. */
  GradientBuckets(AllReduce ranks, List<Tensor> parameters, OverlapCB sizes) {
    this.ranks = ranks;
    this.parameters = parameters;
    this.sizes = sizes;
    this.atOnce = new GradientSum(ranks, parameters);
  }

  // ---------------------------------------------------------------- buckets

  /** Those that have had no gradient come last. */
  private void arrange() {
    completed.addAll(Lists.reverse(parameters));
    long[] own = completed.stream().mapToLong(parameters::indexOf).toArray();
    Map<String, Tensor> order =
        StateMessage.read(ranks.broadcast(StateMessage.write(Map.of(ORDER, Tensor.of(own)))));
    List<Tensor> members = new ArrayList<>();
    int bytes = 0;
    for (long index : Host.readLongs(requireNonNull(order.get(ORDER)))) {
      Tensor next = parameters.get((int) index);
      members.add(next);
      bytes += (int) next.length() * next.dataType().width();
      if (bytes >= sizes.bytesOf(buckets.size())) {
        add(members);
        members = new ArrayList<>();
        bytes = 0;
      }
    }
    if (!members.isEmpty()) {
      add(members);
    }
  }

  private void add(List<Tensor> members) {
    Bucket bucket = new Bucket(members, parameters);
    buckets.add(bucket);
    members.forEach(member -> bucketOf.put(member, bucket));
  }

  // ---------------------------------------------------------------- the backward pass

  @Override
  public void begin(int itemsOfBatch) {
    items = itemsOfBatch;
    buckets.forEach(Bucket::begin);
  }

  private void complete(Tensor leaf) {
    Bucket bucket = bucketOf.get(leaf);
    if (items == 0) {
      return; // a pass between batches
    }
    if (bucket != null) {
      bucket.complete();
      while (sent < buckets.size() && buckets.get(sent).isComplete()) {
        sendNext(items);
      }
    } else if (buckets.isEmpty() && parameters.contains(leaf)) {
      completed.add(leaf);
    }
  }

  private void sendNext(int weight) {
    buckets.get(sent++).send(weight, ranks, sender);
  }

  // ---------------------------------------------------------------- after it

  @Override
  public Sum exchange(int itemsThatCount, boolean signal) {
    if (buckets.isEmpty()) {
      items = 0;
      arrange();
      return atOnce.exchange(itemsThatCount, signal);
    }
    boolean wrong =
        sent > 0
            && (itemsThatCount != items
                || buckets.subList(0, sent).stream().anyMatch(Bucket::hasChanged));
    while (sent < buckets.size()) {
      sendNext(itemsThatCount);
    }
    buckets.forEach(GradientBuckets::await);
    items = 0;
    sent = 0;
    Row tail = Row.of(parameters.size() + TAIL, parameters);
    int at = 0;
    for (Bucket bucket : buckets) {
      at = bucket.mark(tail, at);
    }
    tail.set(at, itemsThatCount);
    tail.set(at + 1, signal ? 1 : 0);
    tail.set(at + 2, wrong ? 1 : 0);
    tail.sum(ranks);
    Sum sum = new Sum((long) tail.get(at), tail.get(at + 1) != 0);
    if (sum.signalled() || sum.items() == 0) {
      return sum;
    }
    if (tail.get(at + 2) != 0) {
      return atOnce.exchange(itemsThatCount, false);
    }
    int mark = 0;
    for (Bucket bucket : buckets) {
      mark = bucket.setGradients(tail, mark, sum.items());
    }
    return sum;
  }

  private static void await(Bucket bucket) {
    try {
      Uninterruptibles.getUninterruptibly(bucket.sum());
    } catch (ExecutionException e) {
      Throwables.throwIfUnchecked(requireNonNull(e.getCause()));
      throw new AssertionError("only unchecked exceptions are thrown there", e);
    }
  }

  @Override
  public void close() {
    watch.close();
    sender.shutdownNow();
  }
}
