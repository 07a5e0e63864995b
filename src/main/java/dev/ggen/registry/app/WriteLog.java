package dev.ggen.registry.app;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line in the log for each request that may change something; reading leaves none. */
final class WriteLog implements Filter {
  private static final Logger LOG = LoggerFactory.getLogger(WriteLog.class);

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest http = (HttpServletRequest) request;
    String method = http.getMethod();
    if (method.equals("GET") || method.equals("HEAD") || method.equals("OPTIONS")) {
      chain.doFilter(request, response);
      return;
    }
    long start = System.nanoTime();
    try {
      chain.doFilter(request, response);
    } finally {
      LOG.info(
          "{} {} → {} in {} ms, from {}",
          method,
          http.getRequestURI(),
          ((HttpServletResponse) response).getStatus(),
          Duration.ofNanos(System.nanoTime() - start).toMillis(),
          request.getRemoteAddr());
    }
  }
}
