package dev.ggen.registry.app;

import dev.ggen.registry.port.Actor;
import dev.ggen.registry.port.TokenInfo;
import dev.ggen.registry.port.TokenScope;
import dev.ggen.registry.web.problem.RequestId;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Gives handlers the {@link Actor} behind the token. Only for paths that need a token. */
final class ActorResolver implements HandlerMethodArgumentResolver {
  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    return parameter.getParameterType() == Actor.class;
  }

  @Override
  public Actor resolveArgument(
      MethodParameter parameter,
      @Nullable ModelAndViewContainer container,
      NativeWebRequest webRequest,
      @Nullable WebDataBinderFactory binders) {
    Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
    if (authentication == null || !(authentication.getPrincipal() instanceof TokenInfo token)) {
      throw new IllegalStateException("No rule of WebSecurity asks for a token here.");
    }
    HttpServletRequest request =
        Objects.requireNonNull(webRequest.getNativeRequest(HttpServletRequest.class));
    return new Actor(
        token.user(),
        token.scopes().contains(TokenScope.ADMIN),
        request.getRemoteAddr() + " " + RequestId.of(request));
  }
}
