package ai.miniai.live;

import com.google.common.base.Splitter;
import com.google.common.net.InetAddresses;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Lets in only browsers that were given the address with the token. Names of other hosts are
 * refused, with which a foreign page could reach this server by changing what its name means; and
 * so are requests that a foreign page makes.
 */
final class Gate {
  private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final Splitter COOKIES = Splitter.on(';').trimResults();
  private static final Splitter PARAMETERS = Splitter.on('&');

  private final Token token;
  private final String host;
  private final String cookie;

  /** {@code host}: the name by which this server is reached, beside those of this machine. */
  Gate(Token token, String host, int port) {
    this.token = token;
    this.host = host;
    this.cookie = "miniai-" + port; // browsers do not tell ports apart, so the name has to
  }

  /** Sets the headers that every answer has, and fails unless the request may come in. */
  void check(HttpExchange exchange, boolean writes) throws Refusal {
    protect(exchange.getResponseHeaders());
    Headers request = exchange.getRequestHeaders();
    checkHost(request);
    checkOrigin(request, writes);
    checkToken(exchange);
  }

  private static void protect(Headers answer) {
    answer.set(
        "Content-Security-Policy",
        "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none';"
            + " frame-ancestors 'none'");
    answer.set("X-Content-Type-Options", "nosniff");
    answer.set("Cache-Control", "no-store");
    answer.set("Referrer-Policy", "no-referrer");
    answer.set("Cross-Origin-Resource-Policy", "same-origin");
  }

  private void checkHost(Headers request) throws Refusal {
    String name = Optional.ofNullable(request.getFirst("Host")).map(Gate::withoutPort).orElse("");
    boolean known = LOCAL.contains(name) || name.equals(host) || (isOpen() && isAddress(name));
    if (!known) {
      throw new Refusal(421, "this is not the server of the host \"" + name + "\"");
    }
  }

  /** Whether it listens on all addresses of this machine, which need not have names. */
  private boolean isOpen() {
    return host.equals("0.0.0.0") || host.equals("[::]");
  }

  private static boolean isAddress(String name) {
    return InetAddresses.isUriInetAddress(name);
  }

  private static String withoutPort(String host) {
    return host.toLowerCase(Locale.ROOT).replaceFirst(":\\d*$", "");
  }

  private static void checkOrigin(Headers request, boolean needed) throws Refusal {
    String origin = request.getFirst("Origin");
    String own = "http://" + request.getFirst("Host");
    if (origin == null ? needed : !origin.equalsIgnoreCase(own)) {
      throw new Refusal(403, "a page of another origin must not ask here");
    }
  }

  private void checkToken(HttpExchange exchange) throws Refusal {
    if (isInAddress(exchange.getRequestURI())) {
      exchange
          .getResponseHeaders()
          .set("Set-Cookie", cookie + "=" + token.text() + "; Path=/; HttpOnly; SameSite=Strict");
    } else if (!isInCookie(exchange.getRequestHeaders())) {
      throw new Refusal(403, "open the address that the training has printed, with its token");
    }
  }

  private boolean isInAddress(URI address) {
    String query = Optional.ofNullable(address.getRawQuery()).orElse("");
    return isAmong(PARAMETERS.splitToList(query), "token");
  }

  private boolean isInCookie(Headers request) {
    return request.getOrDefault("Cookie", List.of()).stream()
        .anyMatch(line -> isAmong(COOKIES.splitToList(line), cookie));
  }

  private boolean isAmong(List<String> pairs, String name) {
    return pairs.stream()
        .filter(pair -> pair.startsWith(name + "="))
        .anyMatch(pair -> token.is(pair.substring(name.length() + 1)));
  }
}
