@echo off
rem Starts fsmlib's app: uv.exe beside this file brings Python and the packages the first time.
rem What was fetched once is there without a network.
chcp 65001 >nul
title fsmlib
pushd "%~dp0"
set "WHEEL="
for %%f in (fsmlib-*.whl) do set "WHEEL=%%f"
if not defined WHEEL goto zipped
if not exist uv.exe goto zipped
echo fsmlib starter.
set "UV_OFFLINE=1"
uv.exe --system-certs tool run --python ">=3.11" --constraints versioner.txt --from "%WHEEL%[pdf]" fsm version >nul 2>nul
if not errorlevel 1 goto app
set "UV_OFFLINE="
echo Første gang hentes der omkring 350 MB, og det kan tage nogle minutter.
:app
uv.exe --system-certs tool run --python ">=3.11" --constraints versioner.txt --from "%WHEEL%[pdf]" fsm app %*
if errorlevel 1 goto failed
popd
exit /b 0
:zipped
echo Pak hele zip-filen ud først: højreklik på den, og vælg "Udpak alle". Start derefter herfra.
goto end
:failed
echo.
echo Det lykkedes ikke. Se "Læs mig først.html" under "Når det ikke går".
:end
popd
pause
exit /b 1
