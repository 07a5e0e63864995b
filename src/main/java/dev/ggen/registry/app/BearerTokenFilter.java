package dev.ggen.registry.app;

import dev.ggen.registry.port.TokenInfo;
import dev.ggen.registry.port.TokenScope;
import dev.ggen.registry.port.Tokens;
import dev.ggen.registry.web.problem.ProblemCode;
import dev.ggen.registry.web.problem.ProblemWriter;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * Reads {@code Authorization: Bearer <token>} (RFC 6750). A wrong token is refused also where none
 * is needed: the client believes in it, and should hear.
 */
final class BearerTokenFilter implements Filter {
  /** The longest secret that is looked up. */
  private static final int MAX_SECRET_LENGTH = 256;

  private static final String SCHEME = "Bearer ";

  private final Tokens tokens;

  BearerTokenFilter(Tokens tokens) {
    this.tokens = tokens;
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String header = ((HttpServletRequest) request).getHeader("Authorization");
    if (header == null) {
      chain.doFilter(request, response);
      return;
    }
    Optional<TokenInfo> token = token(header);
    if (token.isPresent()) {
      authenticate(token.get());
      chain.doFilter(request, response);
    } else {
      ProblemWriter.write(
          (HttpServletRequest) request,
          (HttpServletResponse) response,
          ProblemCode.TOKEN_INVALID,
          "Send 'Authorization: Bearer' and a token that has neither ended nor been revoked.");
    }
  }

  private Optional<TokenInfo> token(String header) {
    if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return Optional.empty();
    }
    String secret = header.substring(SCHEME.length()).strip();
    return secret.isEmpty() || secret.length() > MAX_SECRET_LENGTH
        ? Optional.empty()
        : tokens.authenticate(secret);
  }

  private static void authenticate(TokenInfo token) {
    List<GrantedAuthority> authorities =
        token.scopes().stream().map(BearerTokenFilter::authority).toList();
    SecurityContext context = SecurityContextHolder.createEmptyContext();
    context.setAuthentication(
        UsernamePasswordAuthenticationToken.authenticated(token, null, authorities));
    SecurityContextHolder.setContext(context);
  }

  /** The authority of a scope. */
  static GrantedAuthority authority(TokenScope scope) {
    return new SimpleGrantedAuthority(scope.label());
  }
}
