package dev.ggen.registry.web;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.util.regex.Pattern;

/**
 * Lets a scoped name stand in a path as it is written: {@code /packages/@scope/name} is read as
 * {@code /packages/@scope%2Fname}, so that every name is one segment and each operation has one
 * pattern.
 */
final class ScopedNameFilter implements Filter {
  private static final String PACKAGES = "/api/v1/packages/";

  private static final Pattern ENCODED_SLASH = Pattern.compile("%2[Ff]");

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest http = (HttpServletRequest) request;
    String path = http.getRequestURI();
    chain.doFilter(hasScope(path) ? new Joined(http, joined(path)) : request, response);
  }

  private static boolean hasScope(String path) {
    return path.startsWith(PACKAGES)
        && (path.startsWith("@", PACKAGES.length()) || path.startsWith("%40", PACKAGES.length()));
  }

  /** The path with scope and name in one segment; unchanged if they are, or if there is no name. */
  static String joined(String path) {
    int slash = path.indexOf('/', PACKAGES.length());
    String scope = slash < 0 ? path : path.substring(0, slash);
    return slash < 0 || ENCODED_SLASH.matcher(scope).find()
        ? path
        : scope + "%2F" + path.substring(slash + 1);
  }

  private static final class Joined extends HttpServletRequestWrapper {
    private final String path;

    Joined(HttpServletRequest request, String path) {
      super(request);
      this.path = path;
    }

    @Override
    public String getRequestURI() {
      return path;
    }

    @Override
    public StringBuffer getRequestURL() {
      StringBuffer url = super.getRequestURL();
      return url.replace(url.length() - super.getRequestURI().length(), url.length(), path);
    }

    /** Decoded, the name's slash too: a percent sign that is left is none of ours. */
    @Override
    public String getServletPath() {
      return ENCODED_SLASH.matcher(super.getServletPath()).replaceFirst("/");
    }
  }
}
