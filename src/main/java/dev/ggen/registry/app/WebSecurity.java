package dev.ggen.registry.app;

import static org.springframework.http.HttpMethod.DELETE;
import static org.springframework.http.HttpMethod.POST;
import static org.springframework.http.HttpMethod.PUT;

import dev.ggen.registry.port.TokenScope;
import dev.ggen.registry.port.Tokens;
import dev.ggen.registry.web.problem.ProblemCode;
import dev.ggen.registry.web.problem.ProblemWriter;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Who may do what. Two chains: reading without a token, the most frequent, passes only the
 * firewall; everything else the whole of Spring Security. No session, no cookie, no form.
 */
@Configuration(proxyBeanMethods = false)
class WebSecurity implements WebMvcConfigurer {
  private static final String PACKAGE = "/api/v1/packages/{name}";
  private static final String VERSION = PACKAGE + "/{version}";
  private static final String TOKENS = "/api/v1/tokens";

  @Override
  public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
    resolvers.add(new ActorResolver());
  }

  /**
   * Lets the encoded slash of a scoped name through, and nothing else that is refused by default.
   */
  @Bean
  HttpFirewall httpFirewall() {
    StrictHttpFirewall firewall = new StrictHttpFirewall();
    firewall.setAllowUrlEncodedSlash(true);
    return firewall;
  }

  /** Counting each filter of each request would cost more than the filters. */
  @Bean
  SecurityObservationSettings securityObservations() {
    return SecurityObservationSettings.noObservations();
  }

  @Bean
  @Order(1)
  SecurityFilterChain anonymousReading(RegistrySettings settings) {
    boolean open = settings.security().anonymousRead();
    RequestMatcher matcher = request -> open && isAnonymousReading(request);
    return new DefaultSecurityFilterChain(matcher);
  }

  private static boolean isAnonymousReading(HttpServletRequest request) {
    String path = request.getRequestURI();
    return (request.getMethod().equals("GET") || request.getMethod().equals("HEAD"))
        && request.getHeader("Authorization") == null
        && path.startsWith("/api/v1/")
        && !path.startsWith(TOKENS);
  }

  @Bean
  @Order(2)
  SecurityFilterChain everythingElse(HttpSecurity http, Tokens tokens, RegistrySettings settings) {
    boolean open = settings.security().anonymousRead();
    return http.headers(AbstractHttpConfigurer::disable)
        .addFilterBefore(new BearerTokenFilter(tokens), AnonymousAuthenticationFilter.class)
        .csrf(AbstractHttpConfigurer::disable)
        .logout(AbstractHttpConfigurer::disable)
        .requestCache(AbstractHttpConfigurer::disable)
        .sessionManagement(
            sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .authorizeHttpRequests(rules -> rules(rules, open))
        .exceptionHandling(errors ->
            errors
                .authenticationEntryPoint((request, response, _) ->
                    ProblemWriter.write(
                        request,
                        response,
                        ProblemCode.TOKEN_REQUIRED,
                        "Send 'Authorization: Bearer' and a token."))
                .accessDeniedHandler((request, response, _) ->
                    ProblemWriter.write(
                        request,
                        response,
                        ProblemCode.SCOPE_MISSING,
                        "Use a token with the scope that this operation needs.")))
        .build();
  }

  private static void rules(
      AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry
          rules,
      boolean openReading) {
    String[] publish = {TokenScope.PUBLISH.label(), TokenScope.ADMIN.label()};
    String[] yank = {TokenScope.YANK.label(), TokenScope.ADMIN.label()};
    String admin = TokenScope.ADMIN.label();
    rules.requestMatchers(POST, "/api/v1/packages").hasAnyAuthority(publish);
    rules.requestMatchers(PUT, PACKAGE + "/tags/{tag}").hasAnyAuthority(publish);
    rules.requestMatchers(DELETE, PACKAGE + "/tags/{tag}").hasAnyAuthority(publish);
    rules.requestMatchers(PUT, PACKAGE + "/owners/{user}").hasAnyAuthority(publish);
    rules.requestMatchers(DELETE, PACKAGE + "/owners/{user}").hasAnyAuthority(publish);
    rules.requestMatchers(DELETE, VERSION).hasAnyAuthority(yank);
    rules.requestMatchers(POST, VERSION + "/unyank").hasAnyAuthority(yank);
    rules.requestMatchers(POST, VERSION + "/deprecate").hasAnyAuthority(yank);
    rules.requestMatchers(TOKENS, TOKENS + "/**").hasAuthority(admin);
    if (!openReading) {
      rules.requestMatchers("/api/v1/**").authenticated();
    }
    // What is left is reading, or has no handler: MVC then answers 404 or 405.
    rules.anyRequest().permitAll();
  }
}
